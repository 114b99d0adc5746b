import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

test('times per item are taken over all of its attempts', async () => {
  const { performance } = await reportOf(mixedBatch)
  assert.equal(performance.percentiles.max, 6)
  assert.deepEqual(performance.retries, { total: 1, recovered_items: 1, by_code: { EAGAIN: 1 } })
  assert.deepEqual(performance.slowest.map(({ id }) => id).slice(0, 2), ['b.avif', 'a.avif'])
})

test('the curves hold what happened in each second', async () => {
  const { over_time: over } = (await reportOf(mixedBatch)).performance
  assert.equal(over.interval_seconds, 1)
  assert.deepEqual(
    over.points.slice(0, 3).map(({ running, items_per_second: items }) => [running, items]),
    [
      [null, 0],
      [2, 0],
      [2, 1],
    ],
  )
})
