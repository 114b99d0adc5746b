import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TurnsGate } from './turns.ts'

test('a turn takes so many items, and the next one opens when all of them have ended', () => {
  const gate = new TurnsGate(2)
  gate.started()
  assert.equal(gate.delay(), 0)
  gate.started()
  assert.equal(gate.delay(), Number.POSITIVE_INFINITY)
  gate.finished()
  assert.equal(gate.isOver, false)
  gate.finished()
  assert.equal(gate.isOver, true)
  assert.equal(gate.delay(), Number.POSITIVE_INFINITY)
  gate.openTurn()
  assert.equal(gate.delay(), 0)
})
