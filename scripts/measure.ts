/** What one source file looks like in numbers, and a whole tree of them. Pure: files in, numbers out. */
import { isNode, linesBetween, type SourceFile, type SyntaxNode, walk } from './source-tree.ts'

export interface FileFigures {
  readonly path: string
  readonly lines: number
  readonly commentLines: number
  readonly functions: readonly FunctionFigures[]
  readonly lets: number
  readonly declarations: number
  /** What should not be there at all: the lines of each, by kind. */
  readonly faults: Readonly<Record<Fault, readonly number[]>>
}

/** `bareCast`: other than `as const`, with no comment on its line or the one above. `todo`: a comment that puts something off. */
export type Fault = 'defaultExport' | 'any' | 'assertion' | 'bareCast' | 'todo'

export interface FunctionFigures {
  readonly path: string
  readonly line: number
  readonly lines: number
  readonly parameters: number
}

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

export function measure(file: SourceFile): FileFigures {
  const nodes: SyntaxNode[] = []
  walk(file.program, (node) => nodes.push(node))
  const variables = nodes.filter(({ type }) => type === 'VariableDeclaration')
  return {
    path: file.path,
    lines: file.text.trimEnd().split('\n').length,
    commentLines: commentLines(file),
    functions: nodes.filter(({ type }) => functionTypes.has(type)).map((node) => measureFunction(file, node)),
    lets: variables.filter(({ kind }) => kind === 'let').length,
    declarations: variables.length,
    faults: faults(file, nodes),
  }
}

function faults(file: SourceFile, nodes: readonly SyntaxNode[]): FileFigures['faults'] {
  const lineOf = ({ start }: { readonly start: number }) => linesBetween(file.text, 0, start)
  const linesOf = (type: string) => nodes.filter((node) => node.type === type).map(lineOf)
  return {
    defaultExport: linesOf('ExportDefaultDeclaration'),
    any: linesOf('TSAnyKeyword'),
    assertion: linesOf('TSNonNullExpression'),
    bareCast: nodes.filter((node) => isBareCast(file, node)).map(lineOf),
    todo: file.comments.filter(({ value }) => /\b(TODO|FIXME|XXX|HACK)\b/.test(value)).map(lineOf),
  }
}

function measureFunction({ path, text }: SourceFile, node: SyntaxNode): FunctionFigures {
  const parameters = Array.isArray(node['params']) ? node['params'].length : 0
  return { path, line: linesBetween(text, 0, node.start), lines: linesBetween(text, node.start, node.end), parameters }
}

/** Lines that hold nothing but comment. */
function commentLines({ text, comments }: SourceFile): number {
  const own = comments.filter(({ start }) => text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '')
  return own.reduce((lines, { start, end }) => lines + linesBetween(text, start, end), 0)
}

function isBareCast({ text, comments }: SourceFile, node: SyntaxNode): boolean {
  if (node.type !== 'TSAsExpression' || isConst(text, node)) return false
  const line = linesBetween(text, 0, node.end)
  const first = linesBetween(text, 0, node.start)
  return !comments.some(({ start, end }) => linesBetween(text, 0, start) <= line && linesBetween(text, 0, end) >= first - 1)
}

function isConst(text: string, { typeAnnotation }: SyntaxNode): boolean {
  return isNode(typeAnnotation) && text.slice(typeAnnotation.start, typeAnnotation.end) === 'const'
}

/** The members of every interface of the tree, by name: `path#Name`. */
export function interfaceMembers(files: readonly SourceFile[]): Map<string, number> {
  const members = new Map<string, number>()
  for (const file of files) {
    walk(file.program, (node) => {
      if (node.type !== 'TSInterfaceDeclaration' || !isNode(node['id']) || !isNode(node['body'])) return
      const body = node['body']['body']
      members.set(`${file.path}#${String(node['id']['name'])}`, Array.isArray(body) ? body.length : 0)
    })
  }
  return members
}

/** The value below which `share` of the numbers lie (nearest rank). */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
