/** The project's own sources as parsed files: what the figures are counted in and the import rules are checked on. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { type Comment, parseSync, type StaticExport, type StaticImport } from 'oxc-parser'

export interface SourceFile {
  /** Relative to the project, with forward slashes: `src/engine/retry.ts`. */
  readonly path: string
  readonly text: string
  readonly program: SyntaxNode
  readonly comments: readonly Comment[]
  /** Own files that it imports or re-exports, types included, as `path`s. */
  readonly imports: readonly string[]
}

/** Any node of the syntax tree: its type decides which fields it has. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** Every TypeScript file below `src/`, without the tests. */
export function readSources(project: string): SourceFile[] {
  return globSync('src/**/*.ts', { cwd: project })
    .filter((path) => !path.endsWith('.test.ts'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(project, path), 'utf8')))
}

export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, module, errors } = parseSync(path, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${path} cannot be parsed: ${error.message}`)
  const imports = [...namesIn(module.staticImports, module.staticExports), ...namesInCalls(text)].map((name) =>
    ownPath(path, name),
  )
  // The parser's node types are a closed union; walking needs only what every node has.
  return { path, text, program: program as unknown as SyntaxNode, comments, imports: unique(imports) }
}

function namesIn(imports: readonly StaticImport[], exports: readonly StaticExport[]): string[] {
  const reExports = exports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value))
  return [...imports.map(({ moduleRequest }) => moduleRequest.value), ...reExports.filter((name) => name !== undefined)]
}

/** `import('./x.ts')`, as an expression and as a type. */
function namesInCalls(text: string): string[] {
  return [...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map(([, name = '']) => name)
}

function ownPath(from: string, name: string): string | undefined {
  if (!name.startsWith('.')) return undefined
  return relative('/', resolve('/', dirname(from), name))
}

function unique(paths: readonly (string | undefined)[]): string[] {
  return [...new Set(paths.filter((path) => path !== undefined))]
}

/** Visits every node below `node`, itself first. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node)
  for (const field of Object.values(node)) {
    for (const child of Array.isArray(field) ? field : [field]) if (isNode(child)) walk(child, visit)
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
}

/** How many lines the characters from `start` to `end` touch. */
export function linesBetween(text: string, start: number, end: number): number {
  return text.slice(start, end).split('\n').length
}
