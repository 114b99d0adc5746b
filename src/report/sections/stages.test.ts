import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

test('a step carries its counts, its times and what it noted', async () => {
  const [stage] = (await reportOf(mixedBatch)).stages
  assert.deepEqual([stage?.name, stage?.succeeded, stage?.failed, stage?.retries, stage?.attempts], ['convert', 2, 1, 1, 6])
  assert.deepEqual(stage?.measured.numbers['pixels'], { count: 1, sum: 64, min: 64, max: 64 })
})
