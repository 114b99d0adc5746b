import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTurn } from './turn.ts'

test('a turn is read from the body of its event', () => {
  const turn = { turn: 2, size: 5, succeeded: 3, failed: 1, skipped: 1, ms: 70 }
  assert.deepEqual(parseTurn(JSON.stringify(turn)), turn)
})

test('a body that is no turn is passed over', () => {
  assert.equal(parseTurn('{"size":5}'), undefined)
})
