import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agedRank, rankOf } from './rank.ts'

const item = (priority: number, sizeBytes: number) => ({ priority, sizeBytes })

test('an item that says nothing has the rank 0', () => {
  assert.deepEqual([rankOf(item(0, 99), 'given'), rankOf(item(0, 99), 'priority')].map(Math.abs), [0, 0])
})

test('a larger priority comes first in every order, then the smaller file where that is asked for', () => {
  const items = [item(0, 5), item(1, 9), item(1, 2), item(1000, 2 ** 50), item(1000, 1)]
  const sorted = (order: 'given' | 'smallest_first') => items.toSorted((a, b) => rankOf(a, order) - rankOf(b, order))
  assert.deepEqual(sorted('given'), [items[3], items[4], items[1], items[2], items[0]])
  assert.deepEqual(sorted('smallest_first'), [items[4], items[3], items[2], items[1], items[0]])
})

test('no rank is so large that neighbours could not be told apart', () => {
  assert.ok(Number.isSafeInteger(rankOf(item(1000, 0), 'smallest_first')))
  assert.notEqual(rankOf(item(1000, 1), 'smallest_first'), rankOf(item(1000, 2), 'smallest_first'))
})

test('while items keep coming, one that has waited for long comes before a newer one of higher priority or smaller size', () => {
  const at = (arrivedAt: number, priority = 0, sizeBytes = 1) => agedRank({ arrivedAt, priority, sizeBytes }, 'smallest_first')
  const now = 1_700_000_000_000
  assert.ok(at(now, 1) < at(now - 59_000), 'a minute is worth a priority')
  assert.ok(at(now, 1) > at(now - 61_000))
  assert.ok(at(now, 0, 1_000) < at(now, 0, 1_000_000))
  assert.ok(at(now, 0, 1_000) > at(now - 200_000, 0, 1_000_000))
  assert.ok(
    agedRank({ arrivedAt: now, priority: 0, sizeBytes: 9 }, 'given') <
      agedRank({ arrivedAt: now + 1, priority: 0, sizeBytes: 1 }, 'given'),
  )
})
