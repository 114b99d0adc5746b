/** Which exports of the public doors have a comment that says what they are. */
import { isNode, type SourceFile, type SyntaxNode } from './source-tree.ts'

export interface PublicExport {
  readonly name: string
  /** Where it is declared. */
  readonly path: string
  readonly isDocumented: boolean
}

/** Every name that `src/index.ts` and `src/inspect.ts` re-export from a file of the tree. */
export function publicExports(files: readonly SourceFile[]): PublicExport[] {
  const doors = files.filter(({ path }) => path === 'src/index.ts' || path === 'src/inspect.ts')
  return doors.flatMap((door) => statements(door).flatMap((node) => exportsOf(files, door, node)))
}

function exportsOf(files: readonly SourceFile[], door: SourceFile, node: SyntaxNode): PublicExport[] {
  if (node.type !== 'ExportNamedDeclaration' || !isNode(node['source']) || !Array.isArray(node['specifiers'])) return []
  const from = String(node['source']['value']).replace(/^\.\//, 'src/')
  const file = files.find(({ path }) => path === from)
  if (file === undefined) return []
  return node['specifiers'].filter(isNode).map(({ local }) => {
    const name = isNode(local) ? String(local['name']) : ''
    return { name, path: `${door.path} → ${from}`, isDocumented: isDocumented(file, name) }
  })
}

function statements({ program }: SourceFile): SyntaxNode[] {
  return Array.isArray(program['body']) ? program['body'].filter(isNode) : []
}

function isDocumented(file: SourceFile, name: string): boolean {
  const declared = statements(file).find((node) => isNode(node['declaration']) && namesOf(node['declaration']).includes(name))
  if (declared === undefined) return false
  return file.comments.some(({ type, value, end }) => {
    return (
      type === 'Block' && value.startsWith('*') && end <= declared.start && file.text.slice(end, declared.start).trim() === ''
    )
  })
}

function namesOf(declaration: SyntaxNode): string[] {
  const { id, declarations } = declaration
  if (isNode(id)) return [String(id['name'])]
  return Array.isArray(declarations) ? declarations.filter(isNode).flatMap(namesOf) : []
}
