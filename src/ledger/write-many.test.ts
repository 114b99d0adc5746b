import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'

test('cancelling takes parked and running items too, and nothing of theirs is due any more', () => {
  const { core, write } = coreOf(['parked', 'running', 'ready'])
  write(settle(1, 1, { next: { state: 'ready', step: 0, tries: 1, due: 50 } }))
  write({ op: 'start', batch: 1, seq: 2, attempt: 1, step: 0, at: 1 })
  assert.equal(write({ op: 'cancel-pending', batch: 1, reason: 'asked to', at: 2 }).cancelled, 3)
  assert.deepEqual(core.read({ get: 'parked', batch: 1 }), { count: 0, nextDue: undefined })
  assert.throws(() => write(settle(1, 2, { from: 'running' })), /comes too late/)
  assert.deepEqual(
    core.read({ get: 'items', batch: 1, after: 0, limit: 9 }).map(({ code, reason }) => [code, reason]),
    Array(3).fill(['CANCELLED', 'asked to']),
  )
})

test('reopening takes back what the last end had counted', () => {
  const { core, write } = coreOf(['a', 'b'])
  const next = { state: 'skipped', reason: 'when', outputBytes: 0 } as const
  const skipped = { attempts: [attempt(), attempt({ step: 1, outcome: 'skipped' })], next } as const
  write(settle(1, 1, skipped))
  write(settle(1, 2, skipped))
  assert.equal(write({ op: 'reopen', batch: 1, states: ['skipped', 'failed'], seqs: [2] }).reopened, 1)
  const [read, writeStep] = core.read({ get: 'steps', batch: 1 })
  assert.deepEqual([read?.succeeded, writeStep?.skipped], [2, 1])
  assert.equal(write({ op: 'reopen', batch: 1, states: [] }).reopened, 0)
})
