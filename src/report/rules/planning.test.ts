import assert from 'node:assert/strict'
import { test } from 'node:test'
import { machine, samples } from '../../../test/support/report-batch.ts'
import { said, successes } from '../../../test/support/report-of.ts'

const usage = { cpuMs: 0, peakRssBytes: 1024 ** 3, readBytes: 0, writtenBytes: 0 }
const busy = (workers: number) => [machine, ...samples(20, () => ({ running: workers, workers }))]

test('memory near its limit asks for fewer workers, and the plan for the next batch agrees', async () => {
  const given = {
    items: successes(40),
    ms: 20_000,
    usage: { ...usage, cpuMs: 30_000, peakRssBytes: 7.5 * 1024 ** 3 },
    events: busy(4),
  }
  assert.equal(await said(given, 'memory-tight'), 'Use 3 workers next time: with 4, memory peaked at 7.5 GiB of 8 GiB (93.8 %).')
  assert.match(
    (await said(given, 'next-batch')) ?? '',
    /^Next batch: 3 workers, `batch_size` 3; 40 items like these take about 26.7 s\.$/,
  )
})
