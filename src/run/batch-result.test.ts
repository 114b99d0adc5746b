import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, batchOf, result, settle } from '../../test/conformance/ledger-builder.ts'
import { someStatus } from '../../test/support/status.ts'
import type { StopReason } from '../engine/stop-rule.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { BatchStatus } from '../report/status.ts'
import { batchResult } from './batch-result.ts'

const none = { total: 0, pending: 0, running: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }

async function resultOf(status: Partial<BatchStatus>, { stop, collect = true }: { stop?: StopReason; collect?: boolean } = {}) {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a', 'b'])
  const fp = 'f'.repeat(43)
  await ledger.commit([
    settle(batch, 1, {
      results: [result('a', { fp })],
      next: { state: 'succeeded', outputBytes: 0, result: { step: 'read', fp } },
    }),
    settle(batch, 2, {
      attempts: [attempt({ outcome: 'failed' })],
      next: { state: 'failed', code: 'BAD', reason: 'no', outputBytes: 0 },
    }),
  ])
  const row = await ledger.read({ get: 'batch', batch })
  assert.ok(row)
  return batchResult({ ledger, row, collect, status: someStatus({ ...none, ...status }), stop, summary: null, reports: {} })
}

test('the exit code says whether all succeeded, some failed, it stopped or was interrupted', async () => {
  const stop = { code: 'X', message: 'why' }
  assert.equal((await resultOf({ total: 3, succeeded: 2, skipped: 1 })).exit_code, 0)
  assert.equal((await resultOf({ total: 2, succeeded: 1, failed: 1 })).exit_code, 1)
  assert.equal((await resultOf({ total: 1, review: 1 })).exit_code, 1)
  assert.equal((await resultOf({}, { stop: { ...stop, state: 'failed' } })).exit_code, 3)
  assert.equal((await resultOf({}, { stop: { ...stop, state: 'interrupted' } })).exit_code, 130)
})

test('why it stopped, and what to do, stand in the result', async () => {
  const stop = { state: 'failed', code: 'DISK_FULL', message: 'no space', fix: 'Free some.' } as const
  const { state, reason, code, fix } = await resultOf({}, { stop })
  assert.deepEqual({ state, reason, code, fix }, { state: 'failed', reason: 'no space', code: 'DISK_FULL', fix: 'Free some.' })
})

test('counts that do not add up are not believed', async () => {
  await assert.rejects(resultOf({ total: 3, succeeded: 1, pending: 1 }), {
    code: 'COUNTS_DIFFER',
    message: 'The batch has 3 items, but 2 are accounted for.',
  })
})

test('outputs come in the order of ends, and only when they are wanted', async () => {
  const { outputs } = await resultOf({})
  assert.deepEqual(
    outputs.map(({ id, success }) => [id, success]),
    [
      ['a', true],
      ['b', false],
    ],
  )
  assert.deepEqual((await resultOf({}, { collect: false })).outputs, [])
})
