import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { ManualClock } from '../base/clock.ts'
import { Tally } from '../engine/tally.ts'
import { turnEvent } from '../report/turn.ts'
import type { Teller } from './tell.ts'
import { TurnBreak } from './turn-break.ts'

const none = { blocked: 0, ready: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }
const facts = { isReused: false, inputBytes: 1, outputBytes: 1 }

async function breaks() {
  const { ledger, batch } = await engineRun()
    .step(() => 1)
    .run()
  const tally = new Tally(none, 10)
  const clock = new ManualClock()
  // Nothing is warned of here.
  const tell = {} as Teller
  const make = () => new TurnBreak({ ledger, batch, size: 2, clearCache: false, tally, tell, clock })
  const turns = async () => {
    const events = await ledger.read({ get: 'events', batch, after: 0, limit: 10 })
    return events.filter(({ type }) => type === turnEvent).map(({ body }) => JSON.parse(body))
  }
  return { tally, clock, make, turns }
}

test('a turn is written down with what ended in it and how long it took', async () => {
  const { tally, clock, make, turns } = await breaks()
  const turn = make()
  tally.settled({ kind: 'ended', state: 'succeeded' }, facts)
  tally.settled({ kind: 'ended', state: 'failed' }, facts)
  clock.advance(1_500)
  await turn.next()
  tally.settled({ kind: 'ended', state: 'skipped' }, facts)
  clock.advance(500)
  await turn.over()
  assert.deepEqual(await turns(), [
    { turn: 1, size: 2, succeeded: 1, failed: 1, skipped: 0, ms: 1_500 },
    { turn: 2, size: 2, succeeded: 0, failed: 0, skipped: 1, ms: 500 },
  ])
})

test('a turn in which nothing ended is not written down', async () => {
  const { make, turns } = await breaks()
  await make().over()
  assert.deepEqual(await turns(), [])
})

test('a resumed batch goes on with the number of the next turn', async () => {
  const { tally, make, turns } = await breaks()
  const earlier = make()
  tally.settled({ kind: 'ended', state: 'succeeded' }, facts)
  await earlier.over()
  const later = make()
  tally.settled({ kind: 'ended', state: 'succeeded' }, facts)
  await later.over()
  assert.deepEqual(
    (await turns()).map(({ turn }) => turn),
    [1, 2],
  )
})
