import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

test('the counts of the summary add up to the number of items', async () => {
  const { summary } = await reportOf(mixedBatch)
  const { successful, failed, skipped, cancelled, review, pending } = summary
  assert.deepEqual([successful, failed, skipped, cancelled, review, pending], [2, 1, 1, 0, 1, 2])
  assert.equal(summary.total_files, successful + failed + skipped + cancelled + review + pending)
  assert.deepEqual(summary.conservation, {
    holds: true,
    parts: 0,
    items: 7,
    succeeded: 2,
    failed: 1,
    skipped: 1,
    cancelled: 0,
    review: 1,
    pending: 2,
  })
  assert.equal(summary.success_rate, 0.5)
})
