import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, batchOf, settle } from '../../test/conformance/ledger-builder.ts'
import { all, inspected } from '../../test/support/inspected.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { eventsOf } from './events.ts'

async function happenings(ledger: Ledger) {
  const batch = await batchOf(ledger, ['a', 'b'])
  const event = (type: string, at: number) => ({ op: 'event', batch, type, at, body: '{"n":1}' }) as const
  await ledger.commit([event('warning', 15), event('sample', 16), event('control', 500)])
  await ledger.commit([
    settle(batch, 1, { attempts: [attempt({ started: 100, ms: 20 })] }),
    settle(batch, 2, { attempts: [attempt({ started: 600 })] }),
  ])
}

test('attempts and facts about the batch come in the order of their time, numbered without gaps', async (t) => {
  const events = await all(eventsOf(await inspected(t, happenings)))
  assert.deepEqual(
    events.map(({ seq, type }) => [seq, type]),
    [
      [1, 'batch:warning'],
      [2, 'batch:attempt'],
      [3, 'batch:control'],
      [4, 'batch:attempt'],
    ],
  )
  assert.deepEqual(events[1]?.['item'], { id: 'a' })
  assert.equal(events[1]?.ts, '1970-01-01T00:00:00.120Z')
})

test('what was seen already can be left out, and samples can be asked for', async (t) => {
  const batch = await inspected(t, happenings)
  assert.deepEqual(
    (await all(eventsOf(batch, { after: 2 }))).map(({ seq }) => seq),
    [3, 4],
  )
  assert.equal((await all(eventsOf(batch, { samples: true }))).length, 5)
})
