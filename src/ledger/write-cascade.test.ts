import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attempt, counts, newItem, readyIds, session, settle } from '../../test/conformance/ledger-builder.ts'
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
import { type ModelItem, modelEnds } from '../../test/support/dependency-model.ts'

test('in whatever order items end, each comes to the end that the model says', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, orders, async (items, order) => {
      const { ledger, batch } = await linkedBatch(entries(items))
      await runAll(
        ledger,
        batch,
        items.map(({ own }) => own),
        picker(order),
      )
      assert.deepEqual(
        await statesOf(ledger, batch),
        modelEnds(items).map(({ state }) => state),
      )
      await assertConserved(ledger, batch)
    }),
    { numRuns: 60 },
  )
})

test('one end ends all that hang on it, in its own transaction, and says so', async () => {
  const { ledger, batch } = await linkedBatch(
    entries([
      { own: 'failed', dependsOn: [] },
      { own: 'succeeded', dependsOn: [{ on: 0, onFailure: 'skip' }] },
      { own: 'succeeded', dependsOn: [{ on: 1, onFailure: 'fail' }] },
      { own: 'succeeded', dependsOn: [{ on: 2, onFailure: 'run' }] },
    ]),
  )
  assert.deepEqual(await readyIds(ledger, batch), ['i0'])
  const next = { state: 'failed', outputBytes: 0, code: 'BAD' } as const
  const [{ cascade }] = await ledger.commit([settle(batch, 1, { attempts: [attempt({ outcome: 'failed' })], next })])
  assert.deepEqual(cascade, {
    released: 1,
    failed: 1,
    skipped: 1,
    ends: [
      { seq: 2, id: 'i1', code: 'DEPENDENCY_FAILED', state: 'skipped', reason: 'because "i0" failed' },
      { seq: 3, id: 'i2', code: 'DEPENDENCY_FAILED', state: 'failed', reason: 'because "i1" was skipped' },
    ],
  })
  assert.deepEqual(await readyIds(ledger, batch), ['i3'])
})

test('the reason names the first that failed, and how many more', async () => {
  const on = [0, 1, 2].map((n) => ({ on: n, onFailure: 'skip' as const }))
  const failing = { own: 'failed', dependsOn: [] } as const
  const items: ModelItem[] = [failing, failing, failing, { own: 'succeeded', dependsOn: on }]
  const { ledger, batch } = await linkedBatch(entries(items))
  await runAll(ledger, batch, ['failed', 'failed', 'failed'], () => 0)
  const [row] = await ledger.read({ get: 'items', batch, ids: ['i3'], after: 0, limit: 1 })
  assert.equal(row?.reason, 'because "i0" failed, and 2 more did not succeed')
})

test('an item without dependencies answers nothing about others', async () => {
  const { ledger, batch } = await linkedBatch([newItem('a')])
  const [answer] = await ledger.commit([settle(batch, 1)])
  assert.ok(!('cascade' in answer))
})

test('a settle in a batch with dependencies that frees nobody says nothing either', async () => {
  const items: ModelItem[] = [0, 1].map(() => ({ own: 'succeeded', dependsOn: [] }))
  const on = [0, 1].map((n) => ({ on: n, onFailure: 'skip' as const }))
  const { ledger, batch } = await linkedBatch(entries([...items, { own: 'succeeded', dependsOn: on }]))
  const [{ cascade }] = await ledger.commit([settle(batch, 1)])
  assert.equal(cascade, undefined)
})

test('an item that crashed for good when its owner died ends those that waited for it', async () => {
  const { ledger, batch } = await linkedBatch(
    entries([
      { own: 'failed', dependsOn: [] },
      { own: 'succeeded', dependsOn: [{ on: 0, onFailure: 'skip' }] },
    ]),
  )
  for (const n of [1, 2, 3]) {
    await ledger.commit([{ op: 'start', batch, seq: 1, attempt: n, step: 0, at: 20 }])
    await ledger.commit([{ op: 'adopt-batch', batch, session }])
  }
  assert.deepEqual(await statesOf(ledger, batch), ['failed', 'skipped'])
  await assertConserved(ledger, batch)
})

test('cancelling a batch cancels what was blocked', async () => {
  const { ledger, batch } = await linkedBatch(
    entries([
      { own: 'succeeded', dependsOn: [] },
      { own: 'succeeded', dependsOn: [{ on: 0, onFailure: 'run' }] },
    ]),
  )
  await ledger.commit([{ op: 'cancel-pending', batch, reason: 'enough', at: 30 }])
  assert.deepEqual(await counts(ledger, batch), { cancelled: 2 })
})
