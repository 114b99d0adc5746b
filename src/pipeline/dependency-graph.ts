/**
 * From names to edges: who waits for whom, over integers, so that a hundred thousand edges are a matter of milliseconds.
 * Refuses what could never end: a name that is nobody's, and items that wait for each other.
 */
import { UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import type { OnFailure } from './dependency.ts'
import { isIdPattern } from './id-pattern.ts'

/** Where names are looked up. Items are numbered from 0 to `size` - 1. */
export interface IdBook {
  readonly size: number
  find(id: string): number | undefined
  matching(pattern: string): readonly number[]
  idOf(item: number): string
  /** Some ids, for a suggestion. */
  some(): Iterable<string>
}

export interface DependencyAsk {
  readonly item: number
  readonly on: string
  readonly onFailure: OnFailure
}

/** `dependants[n]` waits for `dependencies[n]`; no pair comes twice. */
export interface Edges {
  readonly dependants: readonly number[]
  readonly dependencies: readonly number[]
  readonly onFailure: readonly OnFailure[]
}

/** More would not be an order but a mistake, such as a `*` on every item. */
const usualMostEdges = 5_000_000

/** Throws UsageError DEPENDENCY_MISSING, DEPENDENCY_CYCLE or DEPENDENCY_COUNT. */
export function linkItems(book: IdBook, asks: Iterable<DependencyAsk>, mostEdges = usualMostEdges): Edges {
  const edges = new Resolving(book, mostEdges).resolve(asks)
  const cycle = findCycle(book.size, edges)
  if (cycle === undefined) return edges
  throw new UsageError('DEPENDENCY_CYCLE', `Items wait for each other: ${pathText(cycle.map((item) => book.idOf(item)))}.`, {
    fix: 'Take one `depends_on` of this path away.',
  })
}

/** The asks of one item follow each other. An id decides before a pattern; of two patterns, the stricter one. */
class Resolving {
  readonly #book: IdBook
  readonly #mostEdges: number
  readonly #patterns = new Map<string, readonly number[]>()
  readonly #edges: { [Column in keyof Edges]: Edges[Column][number][] } = { dependants: [], dependencies: [], onFailure: [] }
  /** Of the item that is being asked for. */
  readonly #own = new Map<number, { readonly onFailure: OnFailure; readonly byId: boolean }>()

  constructor(book: IdBook, mostEdges: number) {
    this.#book = book
    this.#mostEdges = mostEdges
  }

  resolve(asks: Iterable<DependencyAsk>): Edges {
    let item = -1
    for (const ask of asks) {
      if (ask.item !== item) this.#close(item)
      item = ask.item
      this.#take(ask)
    }
    this.#close(item)
    return this.#edges
  }

  #take(ask: DependencyAsk): void {
    const { item, on, onFailure } = ask
    const found = this.#book.find(on)
    if (found !== undefined) {
      this.#own.set(found, { onFailure, byId: true })
      return
    }
    for (const match of matches(this.#book, ask, this.#patterns)) {
      const before = this.#own.get(match)
      const isStricter = before === undefined || (!before.byId && strictness[before.onFailure] < strictness[onFailure])
      if (match !== item && isStricter) this.#own.set(match, { onFailure, byId: false })
    }
  }

  #close(item: number): void {
    const { dependants, dependencies, onFailure } = this.#edges
    if (dependants.length + this.#own.size > this.#mostEdges) throw tooMany(this.#mostEdges)
    for (const [on, edge] of this.#own) {
      dependants.push(item)
      dependencies.push(on)
      onFailure.push(edge.onFailure)
    }
    this.#own.clear()
  }
}

function tooMany(mostEdges: number): UsageError {
  return new UsageError('DEPENDENCY_COUNT', `Expected at most ${mostEdges} dependencies in a batch, got more.`, {
    fix: 'Let items wait for a few that stand for the rest, in place of a pattern that fits nearly all.',
  })
}

const strictness: Readonly<Record<OnFailure, number>> = { run: 0, skip: 1, fail: 2 }

/** Others that fit: an item does not wait for itself because it fits its own pattern. */
function matches(book: IdBook, ask: DependencyAsk, patterns: Map<string, readonly number[]>): readonly number[] {
  const { item, on } = ask
  const known = patterns.get(on)
  const found = known ?? (isIdPattern(on) ? book.matching(on) : [])
  if (known === undefined) patterns.set(on, found)
  if (found.some((match) => match !== item)) return found
  throw missing(book, ask)
}

function missing(book: IdBook, { item, on }: DependencyAsk): UsageError {
  const who = book.idOf(item)
  const others = [...book.some()].filter((id) => id !== who)
  const what = isIdPattern(on)
    ? `Item "${who}" waits for "${on}", and no other item of the batch fits that.`
    : `Item "${who}" waits for "${on}", which is no item of the batch.${didYouMean(on, others)}`
  return new UsageError('DEPENDENCY_MISSING', what, {
    fix: '`depends_on` names ids of the same batch; --only, --where and `limit` may have left one out.',
  })
}

/** Items that wait for each other, the first one also last; nothing where there is an order. */
export function findCycle(size: number, edges: Pick<Edges, 'dependants' | 'dependencies'>): readonly number[] | undefined {
  const { dependants, dependencies } = edges
  if (dependants.length === 0) return undefined
  const open = new Int32Array(size)
  for (const item of dependants) open[item] = (open[item] ?? 0) + 1
  const waiting = adjacency(size, dependencies, dependants)
  const free: number[] = []
  for (let item = 0; item < size; item++) if (open[item] === 0) free.push(item)
  let ended = 0
  for (let item = free.pop(); item !== undefined; item = free.pop()) {
    ended += 1
    for (const dependant of waiting(item)) {
      open[dependant] = (open[dependant] ?? 0) - 1
      if (open[dependant] === 0) free.push(dependant)
    }
  }
  return ended === size ? undefined : pathOf(open, adjacency(size, dependants, dependencies))
}

/** Every item that is left waits for another that is left: following those comes back to where it has been. */
function pathOf(open: Int32Array, waitsFor: (item: number) => Int32Array): readonly number[] {
  const isLeft = (item: number) => (open[item] ?? 0) > 0
  const path: number[] = []
  const places = new Map<number, number>()
  let item = open.findIndex((count) => count > 0)
  while (!places.has(item)) {
    places.set(item, path.length)
    path.push(item)
    item = waitsFor(item).find(isLeft) ?? item
  }
  return [...path.slice(places.get(item)), item]
}

/** Neighbours by item, in two arrays: no object per item. */
function adjacency(size: number, from: readonly number[], to: readonly number[]): (item: number) => Int32Array {
  const starts = new Int32Array(size + 1)
  for (const item of from) starts[item + 1] = (starts[item + 1] ?? 0) + 1
  for (let item = 0; item < size; item++) starts[item + 1] = (starts[item + 1] ?? 0) + (starts[item] ?? 0)
  const next = starts.slice()
  const targets = new Int32Array(from.length)
  for (const [edge, item] of from.entries()) {
    const place = next[item] ?? 0
    targets[place] = to[edge] ?? 0
    next[item] = place + 1
  }
  return (item) => targets.subarray(starts[item], starts[item + 1])
}

const longestPath = 12

/** `a -> b -> c -> a`: each waits for the next. The middle of a long one is left out. */
function pathText(ids: readonly string[]): string {
  if (ids.length <= longestPath) return ids.join(' -> ')
  const half = longestPath / 2
  const left = ids.length - longestPath
  return [...ids.slice(0, half), `… ${left} more …`, ...ids.slice(-half)].join(' -> ')
}
