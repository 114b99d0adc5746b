import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, batchOf, settle } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/sqlite.ts'
import { statusOf } from './status.ts'
import { collectGarbage, decideReview } from './upkeep.ts'

async function inReview(ledger: Ledger) {
  const batch = await batchOf(ledger, ['a'])
  const next = { state: 'review', code: 'UNKNOWN_RESULT', reason: 'no answer came', outputBytes: 0 } as const
  await ledger.commit([
    settle(batch, 1, { attempts: [attempt({ outcome: 'review' })], next }),
    { op: 'batch-state', batch, state: 'completed', ended: 40 },
  ])
}

test('an item that shall run again makes its batch one that can be resumed', async (t) => {
  const batch = await inspected(t, inReview)
  assert.deepEqual(await decideReview(batch, { itemIds: ['a'], verdict: 'again' }), [{ id: 'a', state: 'ready' }])
  const { state, pending, review } = await statusOf(batch)
  assert.deepEqual([state, pending, review], ['interrupted', 1, 0])
})

test('an item that failed by decision leaves its batch at rest', async (t) => {
  const batch = await inspected(t, inReview)
  assert.deepEqual(await decideReview(batch, { itemIds: ['a'], verdict: 'fail' }), [{ id: 'a', state: 'failed' }])
  assert.equal((await statusOf(batch)).state, 'completed')
})

test('nothing is decided over the head of a process that runs the batch', async (t) => {
  const batch = await inspected(t, inReview)
  const owner = await openLedger({ file: batch.ledger, durability: 'fast' })
  t.after(() => owner.close())
  await assert.rejects(decideReview(batch, { itemIds: ['a'], verdict: 'done' }), { code: 'OWNED' })
})

test('garbage is collected behind the newest batches only', async (t) => {
  const { room } = await inspected(t, async (ledger) => {
    for (const name of ['one', 'two', 'three']) {
      const batch = await batchOf(ledger, ['a'], { name })
      await ledger.commit([settle(batch, 1), { op: 'batch-state', batch, state: 'completed', ended: 40 }])
    }
  })
  const [collected] = await collectGarbage({ folder: room.folder }, { keepBatches: 1 })
  assert.equal(collected?.batches, 2)
})
