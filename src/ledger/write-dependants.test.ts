import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readyIds, settle } from '../../test/conformance/ledger-builder.ts'
import {
  assertConserved,
  entries,
  graphs,
  linkedBatch,
  orders,
  picker,
  runAll,
  statesOf,
} from '../../test/support/dependency-ledger.ts'
import { type ModelItem, modelEnds, type OwnEnd } from '../../test/support/dependency-model.ts'

test('what was reopened ends as if it had ended so the first time, and so do all that ended because of it', async () => {
  const fixes = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(graphs, orders, fixes, async (items, order, fixed) => {
      const { ledger, batch } = await linkedBatch(entries(items))
      const pick = picker(order)
      const ownBefore = items.map(({ own }) => own)
      await runAll(ledger, batch, ownBefore, pick)
      const before = modelEnds(items)
      const isFixed = (index: number) => {
        const end = before[index]
        return fixed[index] === true && end?.byOthers === false && (end.state === 'failed' || end.state === 'review')
      }
      const failed = items.flatMap((_, index) => (isFixed(index) && before[index]?.state === 'failed' ? [index + 1] : []))
      await ledger.commit([{ op: 'reopen', batch, states: ['failed'], seqs: failed }])
      for (const [index] of items.entries())
        if (isFixed(index) && before[index]?.state === 'review')
          await ledger.commit([{ op: 'decide', batch, seq: index + 1, verdict: 'again', at: 40 }])
      await assertConserved(ledger, batch)
      const after = items.map((item, index): ModelItem => (isFixed(index) ? { ...item, own: 'succeeded' } : item))
      await runAll(
        ledger,
        batch,
        after.map(({ own }) => own),
        pick,
      )
      assert.deepEqual(
        await statesOf(ledger, batch),
        modelEnds(after).map(({ state }) => state),
      )
      await assertConserved(ledger, batch)
    }),
    { numRuns: 100 },
  )
})

const waitsFor = (...on: number[]) => on.map((n) => ({ on: n, onFailure: 'skip' as const }))

async function ended(own: readonly OwnEnd[], waits: Readonly<Record<number, readonly number[]>>) {
  const items = own.map((end, n): ModelItem => ({ own: end, dependsOn: waitsFor(...(waits[n] ?? [])) }))
  const opened = await linkedBatch(entries(items))
  await runAll(opened.ledger, opened.batch, own, () => 0)
  return opened
}

test('what was skipped because of an item runs again with it, and waits for it', async () => {
  const { ledger, batch } = await ended(['failed', 'succeeded', 'succeeded'], { 1: [0], 2: [1] })
  assert.deepEqual(await ledger.commit([{ op: 'reopen', batch, states: ['failed'] }]), [{ reopened: 3 }])
  assert.deepEqual(await statesOf(ledger, batch), ['ready', 'blocked', 'blocked'])
})

test('what waits for another one that failed too is judged anew, by that one', async () => {
  const { ledger, batch } = await ended(['failed', 'failed', 'succeeded'], { 2: [0, 1] })
  assert.deepEqual(await ledger.commit([{ op: 'reopen', batch, states: ['failed'], seqs: [1] }]), [{ reopened: 2 }])
  assert.deepEqual(await statesOf(ledger, batch), ['ready', 'failed', 'blocked'])
  await runAll(ledger, batch, ['succeeded'], () => 0)
  const [row] = await ledger.read({ get: 'items', batch, ids: ['i2'], after: 0, limit: 1 })
  assert.deepEqual([row?.state, row?.reason], ['skipped', 'because "i1" failed'])
})

test('what failed because of others does not run again without them', async () => {
  const items: ModelItem[] = [
    { own: 'review', dependsOn: [] },
    { own: 'succeeded', dependsOn: [{ on: 0, onFailure: 'fail' }] },
  ]
  const { ledger, batch } = await linkedBatch(entries(items))
  await runAll(ledger, batch, ['review'], () => 0)
  assert.deepEqual(await ledger.commit([{ op: 'reopen', batch, states: ['failed'] }]), [{ reopened: 0 }])
  await ledger.commit([{ op: 'decide', batch, seq: 1, verdict: 'done', at: 40 }])
  assert.deepEqual(await statesOf(ledger, batch), ['ready', 'blocked'])
})

test('a person’s word that an item in review failed changes nothing for those that were skipped because of it', async () => {
  const { ledger, batch } = await ended(['review', 'succeeded'], { 1: [0] })
  await ledger.commit([{ op: 'decide', batch, seq: 1, verdict: 'fail', at: 40 }])
  assert.deepEqual(await statesOf(ledger, batch), ['failed', 'skipped'])
  await assertConserved(ledger, batch)
})

test('an item that had not run yet waits again for one that runs again', async () => {
  const items: ModelItem[] = [
    { own: 'failed', dependsOn: [] },
    { own: 'succeeded', dependsOn: [{ on: 0, onFailure: 'run' }] },
  ]
  const { ledger, batch } = await linkedBatch(entries(items))
  await ledger.commit([settle(batch, 1, { next: { state: 'failed', outputBytes: 0 } })])
  assert.deepEqual(await readyIds(ledger, batch), ['i1'])
  await ledger.commit([{ op: 'reopen', batch, states: ['failed'] }])
  assert.deepEqual(await statesOf(ledger, batch), ['ready', 'blocked'])
})
