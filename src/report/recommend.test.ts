import assert from 'node:assert/strict'
import { test } from 'node:test'
import { machine, samples } from '../../test/support/report-batch.ts'
import { factsOf, failures, successes } from '../../test/support/report-of.ts'
import { recommend } from './recommend.ts'

const usage = { cpuMs: 0, peakRssBytes: 1024 ** 3, readBytes: 0, writtenBytes: 0 }
const busy = (workers: number) => [machine, ...samples(20, () => ({ running: workers, workers }))]

test('no advice is given without a figure in it, and its evidence beside it', async () => {
  const items = [
    ...successes(30, { retries: 1, sizeBytes: 10, outputBytes: 90 }),
    ...failures(3, 'CUT', 'Fetch it again.'),
    ...failures(2, 'TIMEOUT'),
  ]
  const found = recommend(
    await factsOf({
      items,
      left: 1,
      state: 'failed',
      ms: 20_000,
      usage: { ...usage, cpuMs: 5_000 },
      events: busy(2),
    }),
  )
  assert.ok(found.length >= 6)
  for (const { advice, evidence } of found) {
    assert.match(advice, /\d/)
    assert.ok(Object.values(evidence).some((value) => typeof value === 'number'))
  }
})

test('an empty batch needs no advice', async () => {
  assert.deepEqual(recommend(await factsOf({ items: [] })), [])
})
