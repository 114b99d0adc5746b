import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'

test('a failed item stands at the step that failed it', () => {
  const { core, write } = coreOf(['a'])
  const next = { state: 'failed', code: 'E', reason: 'no', outputBytes: 0 } as const
  write(settle(1, 1, { attempts: [attempt(), attempt({ step: 1, outcome: 'failed' })], next }))
  const [item] = core.read({ get: 'items', batch: 1, after: 0, limit: 1 })
  assert.deepEqual([item?.step, item?.code, item?.reason], [1, 'E', 'no'])
})

test('an item that is parked cannot be started before it is woken', () => {
  const { write } = coreOf(['a'])
  write(settle(1, 1, { next: { state: 'ready', step: 0, tries: 1, due: 50 } }))
  const start = () => write({ op: 'start', batch: 1, seq: 1, attempt: 2, step: 0, at: 1 })
  assert.throws(start, /Attempt 2 of item 1 in batch 1 comes too late/)
  write({ op: 'unpark', batch: 1, at: 50 })
  assert.equal(start(), undefined)
})

test('time spent adds up over keeps and settles', () => {
  const { core, write } = coreOf(['a'])
  write({ op: 'start', batch: 1, seq: 1, attempt: 1, step: 0, at: 1 })
  write({ op: 'keep', batch: 1, seq: 1, attempt: 1, attempts: [attempt({ ms: 5 })], results: [], files: [] })
  write(
    settle(1, 1, {
      from: 'running',
      attempts: [attempt({ ms: 2.5, outcome: 'retry' })],
      next: { state: 'ready', step: 1, tries: 1 },
    }),
  )
  write(settle(1, 1, { attempt: 2, attempts: [attempt({ ms: 1 })] }))
  assert.equal(core.read({ get: 'ended', batch: 1, after: 0, limit: 1 })[0]?.ms, 8.5)
})
