import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, settle } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import { ManualClock } from '../base/clock.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/sqlite.ts'
import type { BatchStatus } from '../report/status.ts'
import { listBatches, statusOf } from './status.ts'

async function halfDone(ledger: Ledger) {
  const batch = await batchOf(ledger, ['a', 'b'])
  await ledger.commit([settle(batch, 1)])
}

test('a batch that says it runs and has no owner was interrupted', async (t) => {
  const status = await statusOf(await inspected(t, halfDone))
  assert.deepEqual([status.state, status.total, status.succeeded, status.pending, status.percent], ['interrupted', 2, 1, 1, 50])
})

test('the list says the same of it', async (t) => {
  const { room } = await inspected(t, halfDone)
  const [only] = await listBatches({ folder: room.folder })
  assert.deepEqual([only?.batch_id, only?.state, only?.total, only?.succeeded], ['first', 'interrupted', 2, 1])
})

test('samples give the bytes', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, ['a'])
    const body = JSON.stringify({ at: 50, ended: 0, input_bytes: 7, output_bytes: 9 })
    await ledger.commit([{ op: 'event', batch: number, type: 'sample', at: 50, body }])
  })
  const { input_bytes, output_bytes } = await statusOf(batch)
  assert.deepEqual([input_bytes, output_bytes], [7, 9])
})

test('a live batch has the estimate that its process made last, less the time since', async (t) => {
  const body = JSON.stringify({ at: 50_000, ended: 0, eta_seconds: 60, eta_low_seconds: 5, eta_high_seconds: 90 })
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, ['a'])
    await ledger.commit([{ op: 'event', batch: number, type: 'sample', at: 50_000, body }])
  })
  const clock = new ManualClock(60_000)
  const eta = ({ eta_low_seconds: low, eta_seconds: likely, eta_high_seconds: high }: BatchStatus) => [low, likely, high]
  assert.deepEqual(eta(await statusOf(batch, clock)), [null, null, null])
  const owner = await openLedger({ file: batch.ledger, durability: 'fast' })
  t.after(() => owner.close())
  assert.deepEqual(eta(await statusOf(batch, clock)), [0, 50, 80])
})

test('a live batch whose last knob was pause is paused, until it goes on', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a']))
  const owner = await openLedger({ file: batch.ledger, durability: 'fast' })
  t.after(() => owner.close())
  const turned = (verb: string) =>
    owner.commit([{ op: 'event', batch: batch.row.batch, type: 'control', at: 20, body: JSON.stringify({ verb }) }])
  await turned('pause')
  await turned('tune')
  assert.equal((await statusOf(batch)).state, 'paused')
  await turned('resume')
  assert.equal((await statusOf(batch)).state, 'running')
})

test('of several batches that say they run only the newest session is alive', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    await batchOf(ledger, ['a'], { name: 'killed', created: 1 })
    await batchOf(ledger, ['a'], { name: 'alive', created: 2 })
  })
  const owner = await openLedger({ file: batch.ledger, durability: 'fast' })
  t.after(() => owner.close())
  const states = (await listBatches({ folder: batch.room.folder })).map(({ batch_id, state }) => [batch_id, state])
  assert.deepEqual(states, [
    ['alive', 'running'],
    ['killed', 'interrupted'],
  ])
})
