import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RecentCount } from './recent-count.ts'

test('what came evenly is counted as it is, within one', () => {
  const count = new RecentCount(1_000)
  for (let at = 0; at < 10_000; at += 50) count.add(at, 1)
  for (const now of [10_000, 10_300, 10_600]) assert.ok(Math.abs(count.at(now) - (20 - (now - 10_000) / 50)) <= 1)
})

test('what lies longer ago than two stretches is forgotten', () => {
  const count = new RecentCount(1_000)
  count.add(100, 7)
  assert.deepEqual([count.at(900), count.at(1_500), count.at(2_000)], [7, 4, 0])
})
