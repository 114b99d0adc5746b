import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { smallPrepared, smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { systemClock } from '../base/clock.ts'
import type { JsonObject } from '../base/json.ts'
import { Tally } from '../engine/tally.ts'
import { EventBus } from '../events/bus.ts'
import type { AttemptRecord } from '../ledger/rows.ts'
import { turnEvent } from '../report/turn.ts'
import { buildEngine } from './build-engine.ts'
import type { Monitor } from './monitor.ts'
import { type OwnedBatch, ownNew } from './own-batch.ts'
import { Teller } from './tell.ts'

async function build(t: TestContext, options: JsonObject = {}) {
  const { folder } = workspace(t)
  const prepared = await smallPrepared(folder, { options })
  const owned = await ownNew(
    prepared,
    smallRequest(folder, () => null),
  )
  t.after(() => owned.ledger.close())
  const { ledger, row } = owned
  const tally = new Tally(row.counts, row.total)
  const bus = new EventBus(() => undefined)
  const completed: unknown[] = []
  const heard: AttemptRecord[] = []
  const monitor = { completed: (facts: unknown) => completed.push(facts) } as unknown as Monitor // all that is used of it
  const tell = new Teller({ bus, ledger, row, tally, clock: systemClock, steps: prepared.steps })
  const parts = (of: OwnedBatch) => ({
    ...{ prepared, tally, tell, monitor, clock: systemClock },
    owned: of,
    abort: new AbortController(),
    onAttempts: (records: readonly AttemptRecord[]) => heard.push(...records),
  })
  return { owned, completed, heard, parts }
}

test('an engine takes every item of the source to its end, and the monitor hears of each', async (t) => {
  const { owned, completed, parts } = await build(t)
  const { engine } = buildEngine(parts(owned))
  assert.deepEqual(await engine.run(), { stop: undefined })
  const row = await owned.ledger.read({ get: 'batch', batch: owned.row.batch })
  assert.deepEqual([row?.counts.succeeded, completed.length], [3, 3])
})

test('a source that has been read to its end is not read again', async (t) => {
  const { owned, parts } = await build(t)
  const { engine } = buildEngine(parts({ ...owned, row: { ...owned.row, sourceDone: true } }))
  await engine.run()
  assert.equal(engine.snapshot().total, 0)
})

test('the last turn is written down by whoever closes it', async (t) => {
  const { owned, parts } = await build(t, { batch_size: 2 })
  const { engine, closeTurn } = buildEngine(parts(owned))
  await engine.run()
  await closeTurn()
  const events = await owned.ledger.read({ get: 'events', batch: owned.row.batch, after: 0, limit: 20 })
  const turns = events.filter(({ type }) => type === turnEvent).map(({ body }) => JSON.parse(body).succeeded)
  assert.deepEqual(turns, [2, 1])
})

test('attempts are heard of exactly as the ledger has them', async (t) => {
  const { owned, heard, parts } = await build(t)
  await buildEngine(parts(owned)).engine.run()
  const kept = await owned.ledger.read({ get: 'attempts', batch: owned.row.batch, after: 0, limit: 20 })
  assert.equal(kept.length, 3)
  assert.deepEqual(
    heard.map(({ rowid, seq, itemId, step, outcome }) => ({ rowid, seq, itemId, step, outcome })),
    kept.map(({ rowid, seq, itemId, step, outcome }) => ({ rowid, seq, itemId, step, outcome })),
  )
})
