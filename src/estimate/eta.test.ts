import assert from 'node:assert/strict'
import { test } from 'node:test'
import { medianError, workloads } from '../../test/support/workloads.ts'
import { EtaEstimator } from './eta.ts'

for (const [name, workload] of Object.entries(workloads)) {
  test(`after a fifth of the work the estimate is off by at most a quarter in the median: ${name}`, () => {
    const { error, shown } = medianError(workload)
    assert.ok(shown > 50, `the estimate was shown ${shown} times`)
    assert.ok(error <= 0.25, `median error ${(error * 100).toFixed(1)} %`)
  })
}

function fed(count: number, everyMs: number): EtaEstimator {
  const eta = new EtaEstimator(0)
  for (let i = 1; i <= count; i++) eta.add({ at: i * everyMs, bytes: 100, ms: everyMs, reused: false })
  return eta
}

test('nothing is shown before ten seconds, five items and 2 % of all items', () => {
  const left = { items: 100, bytes: 10_000 }
  assert.equal(fed(90, 100).estimate(9_000, left), undefined)
  assert.equal(fed(4, 5_000).estimate(20_000, left), undefined)
  assert.equal(fed(10, 5_000).estimate(50_000, { items: 1_000, bytes: 100_000 }), undefined)
  assert.ok(fed(10, 5_000).estimate(50_000, left))
})

test('a steady batch ends when its rate says, and the range closes around it', () => {
  const eta = fed(100, 1_000).estimate(100_000, { items: 50, bytes: 5_000 })
  assert.deepEqual(eta, { seconds: 50, lowSeconds: 50, highSeconds: 50 })
})

test('reused items do not make the batch look fast', () => {
  const eta = new EtaEstimator(0)
  for (let i = 0; i < 1_000; i++) eta.add({ at: 10, bytes: 100, ms: 0, reused: true })
  for (let i = 1; i <= 20; i++) eta.add({ at: i * 1_000, bytes: 100, ms: 1_000, reused: false })
  assert.equal(Math.round(eta.estimate(20_000, { items: 30, bytes: 3_000 })?.seconds ?? 0), 30)
})

test('where every second item is reused, half of the remaining ones are expected to be', () => {
  const eta = new EtaEstimator(0)
  for (let i = 1; i <= 100; i++) {
    eta.add({ at: i * 1_000, bytes: 100, ms: 1_000, reused: false })
    eta.add({ at: i * 1_000, bytes: 100, ms: 0, reused: true })
  }
  assert.equal(Math.round(eta.estimate(100_000, { items: 40, bytes: 4_000 })?.seconds ?? 0), 20)
})

test('a batch that has gone silent is not expected to end any sooner', () => {
  const eta = fed(100, 1_000)
  const left = { items: 500, bytes: 50_000 }
  const seconds = [100_000, 130_000].map((now) => eta.estimate(now, left)?.seconds ?? 0)
  assert.deepEqual(seconds.map(Math.round), [500, 616])
})

test('a million items are estimated from a bounded number of marks', () => {
  const eta = fed(1_000_000, 1)
  assert.equal(Math.round(eta.estimate(1_000_000, { items: 60_000, bytes: 6_000_000 })?.seconds ?? 0), 60)
})

test('with nothing left the end is now', () => {
  assert.deepEqual(new EtaEstimator(0).estimate(0, { items: 0, bytes: 0 }), { seconds: 0, lowSeconds: 0, highSeconds: 0 })
})
