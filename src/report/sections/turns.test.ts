import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

test('without turns the batch is one turn; with turns each is listed', async () => {
  const turn = { type: 'turn', body: { turn: 1, size: 3, succeeded: 2, failed: 1, skipped: 0, ms: 1_500 } }
  assert.deepEqual((await reportOf({ ...mixedBatch, events: [turn] })).batch_results, [
    { batch: 1, size: 3, succeeded: 2, failed: 1, skipped: 0, seconds: 1.5, items_per_second: 2 },
  ])
  assert.equal((await reportOf(mixedBatch)).batch_results[0]?.size, 7)
})
