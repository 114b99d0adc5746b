import assert from 'node:assert/strict'
import { test } from 'node:test'
import { machine, type PlayedBatch, type PlayedItem, playBatch, samples } from '../../test/support/report-batch.ts'
import { collectFacts } from './facts.ts'
import { recommend } from './recommend.ts'

async function adviceFor(given: PlayedBatch) {
  const { ledger, batch } = await playBatch(given)
  return recommend(await collectFacts(ledger.read, batch))
}

async function said(given: PlayedBatch, rule: string): Promise<string | undefined> {
  return (await adviceFor(given)).find((entry) => entry.rule === rule)?.advice
}

const good = (count: number, figures: Partial<PlayedItem> = {}) =>
  Array.from({ length: count }, (_, n): PlayedItem => ({ id: `g${n}`, state: 'succeeded', ms: 1_000, ...figures }))
const bad = (count: number, code: string, fix?: string) =>
  Array.from(
    { length: count },
    (_, n): PlayedItem => ({ id: `${code}${n}`, state: 'failed', code, message: code, ...(fix === undefined ? {} : { fix }) }),
  )
const usage = { cpuMs: 0, peakRssBytes: 1024 ** 3, readBytes: 0, writtenBytes: 0 }
const busy = (workers: number) => [machine, ...samples(20, () => ({ running: workers, workers }))]

test('the most frequent failure is named with its share and what to do', async () => {
  const items = [...bad(3, 'CUT', 'Fetch it again.'), ...bad(1, 'GONE', 'Look for it.')]
  assert.equal(await said({ items }, 'fix-top-error'), '3 of 4 failures are CUT: Fetch it again.')
})

test('failures at the time limit ask for a longer one', async () => {
  assert.equal(
    await said({ items: [...bad(2, 'TIMEOUT', 'x'), ...bad(1, 'CUT')] }, 'raise-timeout'),
    'Raise `timeout`: 2 of 3 failures ran into the time limit.',
  )
})

test('tries that helped are kept, tries that helped nothing are not', async () => {
  const helped = { items: good(2, { retries: 1 }) }
  assert.equal(
    await said(helped, 'keep-retrying'),
    'Keep retries on: 2 items succeeded after a failed try (most often EAGAIN, 2 ×).',
  )
  const wasted = { items: bad(2, 'CUT').map((item) => ({ ...item, retries: 3 })) }
  assert.equal(await said(wasted, 'stop-retrying'), 'Lower `max_retries`: 6 × another try (most often EAGAIN) helped 0 items.')
})

test('busy workers on an idle CPU ask for more of them, as many as CPU and memory have room for', async () => {
  const given = { items: good(40), ms: 20_000, usage: { ...usage, cpuMs: 10_000 }, events: busy(2) }
  assert.equal(await said(given, 'more-workers'), 'Try 7 workers: 2 were busy 100 % of the time, the CPU only 25 %.')
  const heavy = { ...given, usage: { ...given.usage, peakRssBytes: 4 * 1024 ** 3 } }
  assert.equal(await said(heavy, 'more-workers'), 'Try 3 workers: 2 were busy 100 % of the time, the CPU only 25 %.')
})

test('a CPU that is full asks for no further workers', async () => {
  const given = { items: good(40), ms: 20_000, usage: { ...usage, cpuMs: 38_000 }, events: busy(2) }
  assert.equal(
    await said(given, 'cpu-bound'),
    'Stay with 2 workers: the CPU was busy 95 % on 2 cores, more workers would wait for it.',
  )
  assert.equal(await said(given, 'more-workers'), undefined)
})

test('memory near its limit asks for fewer workers, and the plan for the next batch agrees', async () => {
  const given = {
    items: good(40),
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

test('workers that had nothing to do are too many', async () => {
  const given = { items: good(40, { ms: 100 }), ms: 20_000, usage, events: busy(4) }
  assert.equal(await said(given, 'fewer-workers'), '1 worker would do: on average 0.2 of 4 were at work.')
})

test('a long end with few busy workers is told with the slowest item', async () => {
  const events = [machine, ...samples(20, (n) => ({ running: n < 12 ? 4 : 1, workers: 4 }))]
  const given = { items: [...good(40), { id: 'slow', state: 'succeeded', ms: 9_000 } as const], ms: 20_000, usage, events }
  assert.match(
    (await said(given, 'long-tail')) ?? '',
    /^The last 8 s \(40 %\) kept less than half of 4 workers busy; the slowest item took 9 s/,
  )
})

test('outputs that outgrow their inputs are planned for, and a disk that is nearly full is named', async () => {
  const items = good(10, { sizeBytes: 1024 ** 2, outputBytes: 5 * 1024 ** 2 })
  assert.match(
    (await said({ items }, 'plan-disk')) ?? '',
    /^Plan 4.88 GiB of disk per 1,000 items: outputs take 5 × the space of their inputs \(10 MiB → 50 MiB for 10 items\), at 200 ms of work per MiB written\.$/,
  )
  const small = { ...machine, body: { ...machine.body, disk_free_bytes: 100 * 1024 ** 2 } }
  assert.equal(
    await said({ items, events: [small] }, 'disk-tight'),
    'Make room before the next batch: this one wrote 50 MiB, and 50 MiB were left of 100 MiB.',
  )
})

test('what is left and what waits for a person comes with its command', async () => {
  const given: PlayedBatch = { items: [{ id: 'a', state: 'review' }], left: 3, state: 'interrupted' }
  assert.equal(await said(given, 'resume'), 'Go on with `millrace resume b1`: 3 of 4 items are left.')
  assert.match((await said(given, 'review')) ?? '', /^Decide on 1 item with `millrace review`/)
})

test('no advice is given without a figure in it, and its evidence beside it', async () => {
  const items = [
    ...good(30, { retries: 1, sizeBytes: 10, outputBytes: 90 }),
    ...bad(3, 'CUT', 'Fetch it again.'),
    ...bad(2, 'TIMEOUT'),
  ]
  const found = await adviceFor({
    items,
    left: 1,
    state: 'failed',
    ms: 20_000,
    usage: { ...usage, cpuMs: 5_000 },
    events: busy(2),
  })
  assert.ok(found.length >= 6)
  for (const { advice, evidence } of found) {
    assert.match(advice, /\d/)
    assert.ok(Object.values(evidence).some((value) => typeof value === 'number'))
  }
})

test('an empty batch needs no advice', async () => {
  assert.deepEqual(await adviceFor({ items: [] }), [])
})
