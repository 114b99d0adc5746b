import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'
import { outcomeCode, stateCode } from './codes.ts'
import { LiveBatch } from './live-batch.ts'
import { selectBatch } from './select-batches.ts'
import { selectSteps } from './select-progress.ts'

test('moves and attempts reach the batch once, when they are flushed', () => {
  const { store } = coreOf(['a', 'b', 'c'])
  const live = new LiveBatch({ id: 1, epoch: 1, total: 3, deps: 0 })
  live.moved(stateCode('ready'), stateCode('failed'), 2)
  live.attempted(attempt({ outcome: 'failed', ms: 1.5 }))
  live.attempted(attempt({ outcome: 'failed', ms: 1.25 }))
  live.takenBack(0, outcomeCode('failed'), 1)
  live.flush(store)
  live.flush(store)
  const { ready, failed } = selectBatch(store, 1)?.counts ?? {}
  const [step] = selectSteps(store, 1)
  assert.deepEqual([ready, failed, step?.failed, step?.ms], [1, 2, 1, 2.75])
})

test('an attempt before the first step is nobody’s progress', () => {
  const { store } = coreOf(['a'])
  const live = new LiveBatch({ id: 1, epoch: 1, total: 1, deps: 0 })
  live.attempted(attempt({ step: -1, outcome: 'failed' }))
  live.takenBack(-1, outcomeCode('failed'), 1)
  live.flush(store)
  assert.equal(selectSteps(store, 1)[0]?.failed, 0)
})

test('a batch under another epoch is not written to', () => {
  const { store } = coreOf(['a'])
  const live = new LiveBatch({ id: 1, epoch: 2, total: 9, deps: 0 })
  assert.throws(() => live.flush(store), /Another process took batch 1 over/)
  assert.equal(selectBatch(store, 1)?.total, 1)
})
