import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/sqlite.ts'
import { decideOnce, onceInReview } from './once.ts'

async function inDoubt(ledger: Ledger) {
  const batch = await batchOf(ledger, [])
  const body = JSON.stringify({ part: 'after', step: 'push', fp: 'f', made: 3, state: 'unknown', value: null })
  await ledger.commit([
    { op: 'event', batch, type: 'after-result', at: 1, body },
    { op: 'batch-state', batch, state: 'failed', ended: 40 },
  ])
}

const verdicts = [
  ['done', 'succeeded', []],
  ['again', 'ready', []],
  ['fail', 'failed', ['failed']],
] as const

for (const [verdict, state, left] of verdicts) {
  test(`a step that may have happened is ${state} when a person says ${verdict}`, async (t) => {
    const batch = await inspected(t, inDoubt)
    assert.deepEqual(
      (await onceInReview(batch)).map((one) => [one.id, one.state]),
      [['after:push', 'review']],
    )
    assert.deepEqual(await decideOnce(batch, { step: 'after:push', verdict }), { id: 'after:push', state })
    assert.deepEqual(
      (await onceInReview(batch)).map((one) => one.state),
      left,
    )
  })
}

test('a step that waits for nobody is refused', async (t) => {
  const batch = await inspected(t, inDoubt)
  await assert.rejects(decideOnce(batch, { step: 'psh', verdict: 'done' }), {
    code: 'NOT_IN_REVIEW',
    message: /^No step "psh" after the items of .* waits for a decision\. Did you mean "push"\?$/,
  })
})

test('nothing is decided over the head of a process that runs the batch', async (t) => {
  const batch = await inspected(t, inDoubt)
  const owner = await openLedger({ file: batch.ledger, durability: 'fast' })
  t.after(() => owner.close())
  await assert.rejects(decideOnce(batch, { step: 'push', verdict: 'done' }), { code: 'OWNED' })
})
