/** What can be read off a condition without running it. */
import type { ASTNode } from '@marcbachmann/cel-js'

/** Macros that run their last arguments once per entry, with a variable of their own. */
const loops = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

/** Names of types stand in conditions like variables, but nobody sets them. */
const typeNames = new Set(
  'int uint double string bool bytes list map timestamp duration null_type type dyn optional cel google'.split(' '),
)

/** The variables that have to come from outside, roots only, each once. */
export function freeNames(ast: ASTNode): readonly string[] {
  const found = new Set<string>()
  collect(ast, new Set(), found)
  return [...found]
}

/** How many loops stand inside each other. A bound name counts as one: it can double what it holds. */
export function loopDepth(node: ASTNode): number {
  const inside = Math.max(0, ...children(node).map(loopDepth))
  return inside + (bindsName(node) ? 1 : 0)
}

export function children(node: ASTNode): readonly ASTNode[] {
  if (node.op === 'value' || node.op === 'id') return []
  return nodesIn(node.args)
}

function collect(node: ASTNode, bound: ReadonlySet<string>, found: Set<string>): void {
  if (node.op === 'id') {
    if (!bound.has(node.args) && !typeNames.has(node.args)) found.add(node.args)
    return
  }
  const inner = bindsName(node) ? new Set([...bound, ...boundNames(node)]) : bound
  for (const child of children(node)) collect(child, isSubject(node, child) ? bound : inner, found)
}

/** The list that is looped over is read outside the loop. */
function isSubject(node: ASTNode, child: ASTNode): boolean {
  return node.op === 'rcall' && node.args[1] === child
}

function bindsName(node: ASTNode): boolean {
  return node.op === 'rcall' && (loops.has(node.args[0]) || node.args[0] === 'bind') && node.args[2].length >= 2
}

function boundNames(node: ASTNode): readonly string[] {
  const first = node.op === 'rcall' ? node.args[2][0] : undefined
  return first?.op === 'id' ? [first.args] : []
}

function nodesIn(value: unknown): readonly ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  return isNode(value) ? [value] : []
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}
