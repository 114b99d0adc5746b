import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Gates } from './gates.ts'

const range = { start: 2, min: 1, max: 4 }
const GiB = 2 ** 30

function gates(given: Partial<ConstructorParameters<typeof Gates>[0]> = {}) {
  return new Gates({ workers: 'auto', range, reserveBytes: GiB, turnSize: undefined, onAdjusted: () => undefined, ...given })
}

test('auto starts where the range says, a number stays what it is', () => {
  assert.equal(gates().workers, 2)
  assert.equal(gates({ workers: 7 }).workers, 7)
})

test('short memory lowers auto, and tells it', () => {
  const told: number[] = []
  const all = gates({ onAdjusted: ({ workers }) => told.push(workers) })
  all.observe({ limitBytes: 8 * GiB, availableBytes: 0 })
  assert.deepEqual([all.workers, told], [1, [1]])
})

test('a person who chose a number is not overruled', () => {
  const all = gates()
  all.setWorkers(9)
  all.observe({ limitBytes: 8 * GiB, availableBytes: 0 })
  assert.equal(all.workers, 9)
})

test('a turn that is over is opened again by hand', () => {
  const all = gates({ turnSize: 1 })
  all.started(0, 1)
  all.finished({ cost: { bytes: 1 }, kind: 'succeeded', ms: 1 }, 1)
  assert.equal(all.turnIsOver, true)
  all.openTurn()
  assert.equal(all.delay(1, 1), 0)
})

test('a system that has no room gets a quarter fewer at once, not one quarter for each that found it full', () => {
  const told: string[] = []
  const all = gates({ workers: 40, onAdjusted: ({ why }) => told.push(why) })
  for (let n = 0; n < 20; n++) all.started(0, 1)
  for (let n = 0; n < 20; n++) all.finished({ cost: { bytes: 1 }, kind: 'crowded', ms: 1 }, 10)
  assert.deepEqual([all.workers, told], [30, ['the system has no room for more files or processes']])
  all.started(400, 1)
  all.finished({ cost: { bytes: 1 }, kind: 'crowded', ms: 1 }, 400)
  assert.equal(all.workers, 22)
})

test('a person who chooses auto lets it adapt again, from the number that there is', () => {
  const told: number[] = []
  const all = gates({ workers: 3, onAdjusted: ({ workers }) => told.push(workers) })
  all.setWorkers('auto')
  assert.equal(all.workers, 3)
  all.observe({ limitBytes: 8 * GiB, availableBytes: 0 })
  assert.deepEqual(told, [2])
})
