import assert from 'node:assert/strict'
import { test } from 'node:test'
import { machine, samples } from '../../../test/support/report-batch.ts'
import { said, successes } from '../../../test/support/report-of.ts'

const usage = { cpuMs: 0, peakRssBytes: 1024 ** 3, readBytes: 0, writtenBytes: 0 }
const busy = (workers: number) => [machine, ...samples(20, () => ({ running: workers, workers }))]

test('busy workers on an idle CPU ask for more of them, as many as CPU and memory have room for', async () => {
  const given = { items: successes(40), ms: 20_000, usage: { ...usage, cpuMs: 10_000 }, events: busy(2) }
  assert.equal(await said(given, 'more-workers'), 'Try 7 workers: 2 were busy 100 % of the time, the CPU only 25 %.')
  const heavy = { ...given, usage: { ...given.usage, peakRssBytes: 4 * 1024 ** 3 } }
  assert.equal(await said(heavy, 'more-workers'), 'Try 3 workers: 2 were busy 100 % of the time, the CPU only 25 %.')
})

test('a CPU that is full asks for no further workers', async () => {
  const given = { items: successes(40), ms: 20_000, usage: { ...usage, cpuMs: 38_000 }, events: busy(2) }
  assert.equal(
    await said(given, 'cpu-bound'),
    'Stay with 2 workers: the CPU was busy 95 % on 2 cores, more workers would wait for it.',
  )
  assert.equal(await said(given, 'more-workers'), undefined)
})

test('workers that had nothing to do are too many', async () => {
  const given = { items: successes(40, { ms: 100 }), ms: 20_000, usage, events: busy(4) }
  assert.equal(await said(given, 'fewer-workers'), '1 worker would do: on average 0.2 of 4 were at work.')
})

test('a long end with few busy workers is told with the slowest item', async () => {
  const events = [machine, ...samples(20, (n) => ({ running: n < 12 ? 4 : 1, workers: 4 }))]
  const given = { items: [...successes(40), { id: 'slow', state: 'succeeded', ms: 9_000 } as const], ms: 20_000, usage, events }
  assert.match(
    (await said(given, 'long-tail')) ?? '',
    /^The last 8 s \(40 %\) kept less than half of 4 workers busy; the slowest item took 9 s/,
  )
})
