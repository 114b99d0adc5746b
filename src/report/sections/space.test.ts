import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

test('sizes before and after are those of the items that succeeded', async () => {
  const { space_usage: space } = await reportOf(mixedBatch)
  assert.deepEqual(
    [space.before_total, space.after_total, space.compression_ratio, space.all_inputs_total],
    [2_000, 8_000, 4, 2_500],
  )
  assert.equal(space.compression_ratio_text, 'outputs take 4 × the space of their inputs')
})
