/**
 * Many patterns as one tree: a walk asks it, folder by folder, which patterns are still alive below. The cost of a
 * step depends on the patterns that differ at this depth, not on how many there are, nor on how many files were found.
 */
import type { Segment } from './glob.ts'

export interface PatternNode {
  /** Parts that were named in full. A link among them is followed: the user named it. */
  readonly exact: Map<string, PatternNode>
  readonly globs: Map<string, GlobEdge>
  /** Behind a `**`. */
  deep?: PatternNode
  /** This is where a `**` stays on its way down. */
  readonly isDeep: boolean
  /** A pattern ends here: what was reached is matched. */
  isEnd: boolean
}

interface GlobEdge {
  readonly matches: (name: string) => boolean
  readonly node: PatternNode
}

export function emptyPattern(isDeep = false): PatternNode {
  return { exact: new Map(), globs: new Map(), isDeep, isEnd: false }
}

export function addPattern(root: PatternNode, segments: readonly Segment[]): void {
  segments.reduce(follow, root).isEnd = true
}

/** The patterns that are alive at the start of the walk. */
export function rootNodes(root: PatternNode): readonly PatternNode[] {
  return withDeep([root])
}

/** Nodes reached through parts that were named in full. */
export function stepExact(nodes: readonly PatternNode[], name: string): readonly PatternNode[] {
  return withDeep(nodes.flatMap((node) => node.exact.get(name) ?? []))
}

/** Nodes reached from these by one more part of a path; empty: no pattern can match there or below. */
export function step(nodes: readonly PatternNode[], name: string, hidden: boolean): readonly PatternNode[] {
  const reached: PatternNode[] = []
  for (const node of nodes) {
    const exact = node.exact.get(name)
    if (exact !== undefined) reached.push(exact)
    for (const edge of node.globs.values()) if (edge.matches(name)) reached.push(edge.node)
    if (node.isDeep && (hidden || !name.startsWith('.'))) reached.push(node)
  }
  return reached.length === 0 ? reached : withDeep(reached)
}

export function isMatch(nodes: readonly PatternNode[]): boolean {
  return nodes.some(({ isEnd }) => isEnd)
}

/** Whether anything below could still match. */
export function goesOn(nodes: readonly PatternNode[]): boolean {
  return nodes.some(({ exact, globs, deep, isDeep }) => isDeep || deep !== undefined || exact.size > 0 || globs.size > 0)
}

/** The only names that can match here, when all were named in full: the folder need not be read. */
export function onlyNames(nodes: readonly PatternNode[]): readonly string[] | undefined {
  if (nodes.some(({ globs, isDeep }) => isDeep || globs.size > 0)) return undefined
  return [...new Set(nodes.flatMap(({ exact }) => [...exact.keys()]))]
}

function follow(node: PatternNode, segment: Segment): PatternNode {
  switch (segment.kind) {
    case 'deep':
      node.deep ??= emptyPattern(true)
      return node.deep
    case 'name':
      return node.exact.get(segment.name) ?? put(node.exact, segment.name, emptyPattern())
    case 'glob':
      return (node.globs.get(segment.text) ?? put(node.globs, segment.text, edgeOf(segment.matches))).node
  }
}

function edgeOf(matches: GlobEdge['matches']): GlobEdge {
  return { matches, node: emptyPattern() }
}

function put<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  map.set(key, value)
  return value
}

/** A `**` stands for no folder at all, too: what is behind it is alive at once. */
function withDeep(nodes: readonly PatternNode[]): readonly PatternNode[] {
  if (nodes.every(({ deep }) => deep === undefined)) return nodes
  const all = new Set(nodes)
  for (const { deep } of all) if (deep !== undefined) all.add(deep)
  return [...all]
}
