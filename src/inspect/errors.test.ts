import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, batchOf, settle } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import { errorsOf } from './errors.ts'

test('failures of one kind are one group, with examples and the advice that came with them', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, ['a', 'b', 'c'])
    const failed = (seq: number, message: string) =>
      settle(number, seq, {
        attempts: [attempt({ outcome: 'failed', code: 'X', error: JSON.stringify({ code: 'X', message, fix: 'Do it.' }) })],
        next: { state: 'failed', code: 'X', reason: message, outputBytes: 0 },
      })
    await ledger.commit([failed(1, 'stopped at 3'), failed(2, 'stopped at 4'), settle(number, 3)])
  })
  assert.deepEqual(await errorsOf(batch), [
    { code: 'X', message: 'stopped at 3', step: 'read', count: 2, sample_ids: ['a', 'b'], fix: 'Do it.' },
  ])
})
