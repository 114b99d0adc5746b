import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../test/support/mixed-batch.ts'
import { samples } from '../../test/support/report-batch.ts'
import { factsOf, successes } from '../../test/support/report-of.ts'
import { measure } from './measures.ts'

test('what ran at once is running time over wall time, its efficiency what the workers could have done', async () => {
  const measures = measure(
    await factsOf({ items: successes(10), ms: 5_000, events: samples(5, () => ({ running: 2, workers: 4 })) }),
  )
  assert.deepEqual([measures.workers, measures.averageRunning, measures.efficiency], [4, 2, 0.5])
})

test('the tail is the time at the end in which less than half of the workers were busy', async () => {
  const events = samples(10, (n) => ({ running: n < 7 ? 4 : 1, workers: 4 }))
  assert.equal(measure(await factsOf({ items: successes(1), ms: 10_000, events })).tailMs, 3_000)
})

test('without samples and a machine, nothing is claimed about workers and CPU', async () => {
  const { workers, cpuShare, efficiency } = measure(await factsOf({ ...mixedBatch, options: {}, events: [] }))
  assert.deepEqual([workers, cpuShare, efficiency], [undefined, undefined, undefined])
})
