import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, settle } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import { reportOf, summaryOf } from './report.ts'

test('a report can be made anew from the ledger', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, ['a', 'b'])
    await ledger.commit([
      settle(number, 1),
      settle(number, 2),
      { op: 'batch-state', batch: number, state: 'completed', ended: 50 },
    ])
  })
  const { summary } = await reportOf(batch)
  assert.deepEqual([summary.total_files, summary.successful], [2, 2])
  assert.equal((await summaryOf(batch, { width: 80 }))[0], 'Completed: all 2 items succeeded.')
})
