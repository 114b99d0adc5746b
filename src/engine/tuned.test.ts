import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Tuned } from './tuned.ts'

test('each knob is turned where it belongs, and its last word is what holds', () => {
  const turned: unknown[] = []
  const tuned = new Tuned({
    gates: { setWorkers: (workers) => turned.push(workers) },
    limits: {
      setStepWorkers: (step, workers) => turned.push([step, workers]),
      retune: (name, { amount }) => turned.push([name, amount]) > 0,
    },
  })
  tuned.turn({ kind: 'workers', workers: 2, key: 'workers', text: 'workers: 2' })
  tuned.turn({ kind: 'step', step: 1, workers: 'auto', key: 'step b', text: 'step b: free' })
  tuned.turn({ kind: 'rate', limit: 'shop', rate: { amount: 3, perMs: 1_000 }, key: 'limit shop', text: 'limit shop: 3/s' })
  tuned.turn({ kind: 'workers', workers: 'auto', key: 'workers', text: 'workers: auto' })
  assert.deepEqual(turned, [2, [1, Number.POSITIVE_INFINITY], ['shop', 3], 'auto'])
  assert.deepEqual(tuned.texts, ['step b: free', 'limit shop: 3/s', 'workers: auto'])
})
