/** The table of ARCHITECTURE.md as rules, and what breaks them. */

/** One row of the table; several folders may share it. */
export interface RankRow {
  readonly rank: number
  readonly folders: readonly string[]
  readonly mayImport: readonly string[]
}

export interface FileImports {
  /** `src/engine/retry.ts` */
  readonly path: string
  readonly imports: readonly string[]
}

export function readRanks(markdown: string): RankRow[] {
  return markdown
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, rank = '']) => /^\d+$/.test(rank))
    .map(([, rank, folders, mayImport]) => ({ rank: Number(rank), folders: names(folders), mayImport: names(mayImport) }))
}

function names(cell = ''): string[] {
  return cell
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== '–')
}

/** The folder below `src/` that the table speaks of; a file directly in `src/` stands for itself. */
export function folderOf(path: string): string {
  return path.split('/')[1] ?? path
}

/** One sentence per import that the table does not allow. */
export function brokenImports(files: readonly FileImports[], rows: readonly RankRow[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const row = rowOf(rows, folderOf(path))
    if (row === undefined) return [`${path}: no row of the table names the folder "${folderOf(path)}".`]
    const broken = imports.filter((imported) => !isAllowed(row, folderOf(path), imported))
    return broken.map((imported) => `${path} imports ${imported}: expected only ${allowedText(row)}.`)
  })
}

function rowOf(rows: readonly RankRow[], folder: string): RankRow | undefined {
  return rows.find(({ folders }) => folders.includes(folder))
}

/** A row that names files of `base` may import only those of it. */
function isAllowed(row: RankRow, folder: string, imported: string): boolean {
  const target = folderOf(imported)
  if (target === folder) return true
  if (target === 'base' && !row.mayImport.some((name) => name.startsWith('base/'))) return true
  return row.mayImport.includes(target) || row.mayImport.includes(imported.replace(/^src\//, ''))
}

function allowedText({ mayImport }: RankRow): string {
  return mayImport.length === 0 ? 'base' : mayImport.join(', ')
}

/** A row may name only rows below it, or its own neighbours in the last rank before the faces. */
export function rowsThatLookUp(rows: readonly RankRow[]): string[] {
  return rows.flatMap((row) =>
    row.mayImport
      .filter((name) => (rowOf(rows, name.split('/')[0] ?? name)?.rank ?? -1) > row.rank)
      .map((name) => `${row.folders.join(', ')} (rank ${row.rank}) may import ${name}, which stands above it.`),
  )
}

/** Pairs of folders that import each other, as `a ⇄ b`. */
export function mutualFolders(files: readonly FileImports[]): string[] {
  const edges = new Set(
    files.flatMap(({ path, imports }) => imports.map((imported) => `${folderOf(path)} ${folderOf(imported)}`)),
  )
  const pairs = [...edges].map((edge) => edge.split(' ')).filter(([a = '', b = '']) => a < b && edges.has(`${b} ${a}`))
  return pairs.map(([a, b]) => `${a} ⇄ ${b}`)
}

/** Folders from which imports lead back to themselves, by any number of steps. */
export function foldersInCircles(files: readonly FileImports[]): string[] {
  const edges = new Map<string, Set<string>>()
  for (const { path, imports } of files) {
    const targets = edges.get(folderOf(path)) ?? new Set()
    for (const imported of imports) if (folderOf(imported) !== folderOf(path)) targets.add(folderOf(imported))
    edges.set(folderOf(path), targets)
  }
  return [...edges.keys()].filter((folder) => reachable(edges, folder).has(folder))
}

function reachable(edges: ReadonlyMap<string, ReadonlySet<string>>, from: string): Set<string> {
  const seen = new Set<string>()
  const open = [...(edges.get(from) ?? [])]
  for (const folder of open) {
    if (seen.has(folder)) continue
    seen.add(folder)
    open.push(...(edges.get(folder) ?? []))
  }
  return seen
}
