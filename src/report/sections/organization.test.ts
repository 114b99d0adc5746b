import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

test('outputs are counted per folder, notes per step', async () => {
  const { organization, stages } = await reportOf(mixedBatch)
  assert.deepEqual(
    organization.folders.map(({ path, files }) => [path, files]),
    [
      ['.', 1],
      ['2026-01', 1],
    ],
  )
  assert.deepEqual(stages[0]?.measured.words, { decoder: { sharp: 1 } })
  assert.equal(stages[0]?.retries, 1)
})
