import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ConcurrencyGate } from './concurrency.ts'

test('it lets in as many as the limit says, and the next when one has ended', () => {
  const gate = new ConcurrencyGate(2)
  gate.started()
  gate.started()
  assert.equal(gate.delay(), Number.POSITIVE_INFINITY)
  assert.equal(gate.state.reason, 'all workers are busy')
  gate.finished()
  assert.equal(gate.delay(), 0)
})

test('a lower limit ends nobody, it only lets nobody in', () => {
  const gate = new ConcurrencyGate(3)
  for (let index = 0; index < 3; index++) gate.started()
  gate.resize(1)
  gate.finished()
  assert.equal(gate.delay(), Number.POSITIVE_INFINITY)
  assert.deepEqual([gate.state.used, gate.state.limit], [2, 1])
})

test('obeyed, it never holds more than its limit, whatever happens', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.boolean(), { maxLength: 200 }), (limit, moves) => {
      const gate = new ConcurrencyGate(limit)
      for (const enters of moves) {
        if (enters && gate.delay() === 0) gate.started()
        if (!enters && gate.state.used > 0) gate.finished()
        assert.ok(gate.state.used >= 0 && gate.state.used <= limit)
      }
    }),
  )
})
