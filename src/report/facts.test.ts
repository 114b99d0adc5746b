import assert from 'node:assert/strict'
import { test } from 'node:test'
import { machine, type PlayedItem, playBatch, samples } from '../../test/support/report-batch.ts'
import type { LedgerQuery } from '../ledger/queries.ts'
import { collectFacts } from './facts.ts'
import type { Read } from './fold/pages.ts'

async function factsOf(given: Parameters<typeof playBatch>[0]) {
  const { ledger, batch } = await playBatch(given)
  return collectFacts(ledger.read, batch)
}

const good = (id: string, figures: Partial<PlayedItem> = {}): PlayedItem => ({ id, state: 'succeeded', ms: 200, ...figures })

test('sizes are compared over the items that succeeded', async () => {
  const { items } = await factsOf({
    items: [
      good('a', { sizeBytes: 100, outputBytes: 500 }),
      good('b', { sizeBytes: 100, outputBytes: 40 }),
      { id: 'c', state: 'failed', sizeBytes: 1_000, code: 'X', message: 'x' },
    ],
  })
  assert.deepEqual(items.bytes, { inputs: 1_200, before: 200, after: 540 })
  assert.deepEqual(
    items.extremes.grown.map(({ id }) => id),
    ['a'],
  )
  assert.deepEqual(
    items.extremes.shrunk.map(({ id }) => id),
    ['b'],
  )
})

test('an item with kept results is counted as reused and not as time', async () => {
  const { items } = await factsOf({ items: [good('a', { reused: true }), good('b', { ms: 300 })] })
  assert.deepEqual([items.reused, items.ms.count, items.ms.max], [1, 1, 300])
})

test('an item that succeeded after a failed try is recovered, with the code of the failure', async () => {
  const { items, attempts } = await factsOf({ items: [good('a', { retries: 2 }), good('b')] })
  assert.equal(items.recovered, 1)
  assert.deepEqual([...attempts.retryCodes], [['EAGAIN', 2]])
})

test('failures keep their fix, and their stack stays in the ledger', async () => {
  const facts = await factsOf({
    items: [{ id: 'a', state: 'failed', code: 'CUT', message: 'ends early', fix: 'Fetch it again.' }],
  })
  assert.equal(facts.attempts.fixes.for('CUT', 'ends early'), 'Fetch it again.')
  assert.equal(facts.errors[0]?.count, 1)
  assert.doesNotMatch(JSON.stringify([...facts.items.listed, ...facts.errors]), /secret place/)
})

test('failures are listed before what was skipped, and both before successes', async () => {
  const items: PlayedItem[] = [
    good('a'),
    { id: 'b', state: 'skipped', message: 'small' },
    { id: 'c', state: 'failed', code: 'X', message: 'x' },
  ]
  const facts = await factsOf({ items })
  assert.deepEqual(
    facts.items.listed.map(({ id }) => id),
    ['c', 'b', 'a'],
  )
  assert.deepEqual([...facts.items.reasons], [['small', 1]])
})

test('samples become intervals, and the machine is the one of the last session', async () => {
  const events = [machine, ...samples(5, (second) => ({ running: 2, workers: 3, ended: second }))]
  const { events: told } = await factsOf({ items: [good('a')], events })
  assert.deepEqual([told.mostWorkers, told.mostRunning, told.machine?.cores], [3, 2, 2])
  assert.deepEqual(
    told.timeline.intervals.map(({ ended }) => ended),
    [0, 0, 1, 1, 1, 1],
  )
})

test('a batch that is not there is named', async () => {
  const { ledger } = await playBatch({ items: [] })
  await assert.rejects(collectFacts(ledger.read, 9), /Expected a batch with number 9 in the ledger, got none/)
})

test('rows that are missing from a batch at rest are not reported as if nothing were wrong', async () => {
  const { ledger, batch } = await playBatch({ items: [good('a'), good('b')] })
  // A read that loses one row; the types of the reply are those of the real one.
  const losing = (async (query: LedgerQuery) => {
    const reply = await ledger.read(query)
    return query.get === 'ended' && Array.isArray(reply) ? reply.slice(1) : reply
  }) as Read
  await assert.rejects(collectFacts(losing, batch), /Expected 2 rows of succeeded items of batch b1, got 1/)
})
