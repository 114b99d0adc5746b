import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { UsageError } from '../base/errors.ts'
import type { OnFailure } from './dependency.ts'
import { findCycle, type IdBook, linkItems } from './dependency-graph.ts'
import { fitsPattern } from './id-pattern.ts'

function bookOf(ids: readonly string[]): IdBook {
  return {
    size: ids.length,
    find: (id) => (ids.includes(id) ? ids.indexOf(id) : undefined),
    matching: (pattern) => ids.flatMap((id, item) => (fitsPattern(id, pattern) ? [item] : [])),
    idOf: (item) => ids[item] ?? '',
    some: () => ids,
  }
}

type Asked = Readonly<Record<string, readonly (string | readonly [string, OnFailure])[]>>

function link(asked: Asked) {
  const ids = Object.keys(asked)
  const asks = ids.flatMap((id, item) =>
    (asked[id] ?? []).map((ask) => {
      const [on, onFailure] = typeof ask === 'string' ? ([ask, 'skip'] as const) : ask
      return { item, on, onFailure }
    }),
  )
  const { dependants, dependencies, onFailure } = linkItems(bookOf(ids), asks)
  return dependants.map((item, edge) => `${ids[item]} ${onFailure[edge]} ${ids[dependencies[edge] ?? -1]}`)
}

const refusal = (asked: Asked) => {
  try {
    link(asked)
  } catch (thrown) {
    if (thrown instanceof UsageError) return `${thrown.code}: ${thrown.message}`
    throw thrown
  }
  return undefined
}

test('names become edges; a pattern fits all others, and an id decides before a pattern', () => {
  const asked = { 'ch-1': [], 'ch-2': [], all: ['ch-*'], end: ['*', ['ch-1', 'run']] } as const
  assert.deepEqual(link(asked), ['all skip ch-1', 'all skip ch-2', 'end run ch-1', 'end skip ch-2', 'end skip all'])
})

test('of two patterns that fit the same item, the stricter one decides, in either order', () => {
  assert.deepEqual(
    link({
      a: [],
      b: [
        ['*', 'run'],
        ['a*', 'fail'],
      ],
      c: [
        ['a?', 'skip'],
        ['a*', 'run'],
      ],
      ab: [],
    }).filter((edge) => edge.startsWith('c')),
    ['c skip ab', 'c run a'],
  )
  assert.deepEqual(
    link({
      a: [],
      b: [
        ['?', 'run'],
        ['a*', 'fail'],
      ],
    }),
    ['b fail a'],
  )
})

test('an id with a star in it is found as it is written', () => {
  assert.deepEqual(link({ 'a*': [], ab: [], c: ['a*'] }), ['c skip a*'])
})

test('a name that is nobody’s is refused, with what was probably meant', () => {
  assert.equal(
    refusal({ 'chapter-1': [], book: ['chaptr-1'] }),
    'DEPENDENCY_MISSING: Item "book" waits for "chaptr-1", which is no item of the batch. Did you mean "chapter-1"?',
  )
  assert.equal(
    refusal({ book: ['b*'] }),
    'DEPENDENCY_MISSING: Item "book" waits for "b*", and no other item of the batch fits that.',
  )
})

test('items that wait for each other are refused with the path', () => {
  const before = { x: ['y'], y: [], late: ['a'] }
  assert.equal(
    refusal({ ...before, a: ['b', 'x'], b: ['c'], c: ['a'] }),
    'DEPENDENCY_CYCLE: Items wait for each other: a -> b -> c -> a.',
  )
  assert.equal(refusal({ a: ['a'] }), 'DEPENDENCY_CYCLE: Items wait for each other: a -> a.')
})

test('of a long path the middle is left out', () => {
  const ids = Array.from({ length: 100 }, (_, n) => `i${n}`)
  const asked = Object.fromEntries(ids.map((id, n) => [id, [`i${(n + 1) % 100}`]]))
  assert.match(
    refusal(asked) ?? '',
    /: i0 -> i1 -> i2 -> i3 -> i4 -> i5 -> … 89 more … -> i95 -> i96 -> i97 -> i98 -> i99 -> i0\.$/,
  )
})

test('a cycle is found exactly where walking along the edges can come back', () => {
  const graph = fc.integer({ min: 1, max: 8 }).chain((size) => {
    const node = fc.integer({ min: 0, max: size - 1 })
    return fc.record({ size: fc.constant(size), pairs: fc.array(fc.tuple(node, node), { maxLength: 14 }) })
  })
  fc.assert(
    fc.property(graph, ({ size, pairs }) => {
      const reaches = (from: number, to: number, left = size): boolean =>
        left > 0 && pairs.some(([a, b]) => a === from && (b === to || reaches(b, to, left - 1)))
      const expected = Array.from({ length: size }, (_, n) => n).some((n) => reaches(n, n))
      const cycle = findCycle(size, { dependants: pairs.map(([a]) => a), dependencies: pairs.map(([, b]) => b) })
      assert.equal(cycle !== undefined, expected)
      for (const [place, item] of (cycle ?? []).slice(0, -1).entries())
        assert.ok(pairs.some(([a, b]) => a === item && b === cycle?.[place + 1]))
      assert.equal(cycle?.[0], cycle?.at(-1))
    }),
  )
})

test('a batch of a million items and one edge is a matter of a moment', () => {
  assert.equal(findCycle(1_000_000, { dependants: [5], dependencies: [999_999] }), undefined)
})

test('a pattern on every item is refused before it fills the memory', () => {
  const asks = ['a', 'b', 'c'].map((_, item) => ({ item, on: '*', onFailure: 'skip' }) as const)
  assert.throws(() => linkItems(bookOf(['a', 'b', 'c']), asks, 5), /Expected at most 5 dependencies in a batch, got more\./)
})
