import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { planWorkload, suggestBatchSize, suggestWorkers } from './workload.ts'

const gib = 1024 ** 3

test('one core stays free, and half of the workers stay away where memory is below 4 GiB', () => {
  const asked = [
    [1, 8],
    [2, 8],
    [8, 8],
    [8, 4],
    [8, 3.9],
    [2, 1],
  ] as const
  const workers = asked.map(([cores, memory]) => suggestWorkers({ cores, memoryBytes: memory * gib }))
  assert.deepEqual(workers, [1, 1, 7, 7, 3, 1])
})

test('a turn fits into half of the free memory, in whole rounds of the workers', () => {
  assert.equal(suggestBatchSize({ memoryBytes: 8 * gib, bytesPerItem: gib / 10, workers: 3 }), 39)
})

test('a turn has at least one round and ends after at most a thousand items', () => {
  assert.equal(suggestBatchSize({ memoryBytes: gib, bytesPerItem: 8 * gib, workers: 4 }), 4)
  assert.equal(suggestBatchSize({ memoryBytes: 64 * gib, bytesPerItem: 0, workers: 4 }), 1_000)
})

test('a turn is always a whole number of rounds', () => {
  const figures = fc.record({ memoryBytes: fc.nat(), bytesPerItem: fc.nat(), workers: fc.integer({ min: 1, max: 512 }) })
  fc.assert(
    fc.property(figures, (ask) => {
      const size = suggestBatchSize(ask)
      assert.ok(size >= ask.workers && size % ask.workers === 0 && size <= 1_000)
    }),
  )
})

test('a workload is counted in one pass, with the memory of the neediest picture', () => {
  const work = [{ sizeBytes: 100, pixels: 1_000_000 }, { sizeBytes: 300, pixels: 2_000_000 }, { sizeBytes: 50 }]
  const plan = planWorkload(work, { cores: 8, memoryBytes: 16 * gib, availableBytes: 0.1 * gib })
  assert.deepEqual(
    [plan.items, plan.bytes, plan.pixels, plan.largestItemBytes, plan.bytesPerItem],
    [3, 450, 3_000_000, 300, 48_000_000],
  )
  assert.equal(plan.workers, 2)
})

test('an empty workload still has a worker', () => {
  const plan = planWorkload([], { cores: 2, memoryBytes: gib, availableBytes: gib })
  assert.deepEqual([plan.items, plan.workers, plan.batchSize], [0, 1, 1_000])
})
