import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Adaptive, type Adjustment } from './adaptive.ts'

const end = { cost: { bytes: 1 }, kind: 'succeeded', ms: 100 } as const

/** Lets `count` items end at a rate that depends on the workers; returns every adjustment. */
function simulate(adaptive: Adaptive, rateOf: (workers: number) => number, count: number): readonly Adjustment[] {
  const adjustments: Adjustment[] = []
  let now = 1_000
  for (let index = 0; index < count; index++) {
    now += 1_000 / rateOf(adaptive.workers)
    const adjustment = adaptive.finished(end, now, true)
    if (adjustment !== undefined) adjustments.push(adjustment)
  }
  return adjustments
}

test('it grows while that raises throughput, and stops where it no longer does', () => {
  const adaptive = new Adaptive({ start: 1, min: 1, max: 64 })
  simulate(adaptive, (workers) => 10 * Math.min(workers, 6), 2_000)
  assert.ok(adaptive.workers >= 6 && adaptive.workers <= 7, `settled at ${adaptive.workers}`)
})

test('it takes back what made the batch slower, and says so', () => {
  const adaptive = new Adaptive({ start: 2, min: 1, max: 64 })
  const adjustments = simulate(adaptive, (workers) => (workers <= 4 ? 10 * workers : 15), 2_000)
  assert.equal(adaptive.workers, 4)
  assert.match(adjustments.at(-1)?.why ?? '', /throughput fell from .* to .* items\/s/)
})

test('it never leaves its range', () => {
  const adaptive = new Adaptive({ start: 2, min: 1, max: 3 })
  simulate(adaptive, (workers) => 10 * workers, 2_000)
  assert.equal(adaptive.workers, 3)
})

test('while the workers were not what held the batch back it does not grow', () => {
  const adaptive = new Adaptive({ start: 2, min: 1, max: 8 })
  for (let now = 1_000; now < 20_000; now += 50) assert.equal(adaptive.finished(end, now, false), undefined)
  assert.equal(adaptive.workers, 2)
})

test('short memory takes one worker away, for good', () => {
  const adaptive = new Adaptive({ start: 4, min: 1, max: 8 })
  assert.deepEqual(adaptive.memoryIsShort(), { workers: 3, why: 'memory is short' })
  simulate(adaptive, (workers) => 10 * workers, 1_000)
  assert.equal(adaptive.workers, 3)
})

test('items that grow are no loss: what falls per second in number rises in size', () => {
  const adaptive = new Adaptive({ start: 2, min: 1, max: 2 })
  let now = 1_000
  for (let index = 1; index < 400; index++) {
    now += 10 * index
    assert.equal(adaptive.finished({ ...end, cost: { bytes: 1_000 * index } }, now, true), undefined)
  }
  assert.equal(adaptive.workers, 2)
})
