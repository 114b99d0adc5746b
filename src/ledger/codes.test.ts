import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endStates } from '../pipeline/outcome.ts'
import {
  attemptOutcomes,
  itemKey,
  itemStates,
  keyRange,
  outcomeCode,
  outcomeName,
  packHash,
  seqOf,
  state,
  stateCode,
  stateName,
  unpackHash,
} from './codes.ts'

test('the codes that stand in every ledger file stay what they are', () => {
  assert.deepEqual(itemStates.map(stateCode), [0, 1, 2, 3, 4, 5, 6, 7, 8])
  assert.deepEqual(itemStates.map(stateCode).map(stateName), itemStates)
  assert.deepEqual(attemptOutcomes.map(outcomeCode).map(outcomeName), attemptOutcomes)
  assert.equal(itemStates.join(), 'blocked,ready,running,waiting,succeeded,failed,skipped,cancelled,review')
  assert.equal(attemptOutcomes.join(), 'succeeded,failed,skipped,cancelled,review,retry,lost,interrupted')
})

test('every end state has a code from the first end on, and nothing else has', () => {
  assert.deepEqual(
    itemStates.filter((name) => stateCode(name) >= state.firstEnd),
    endStates,
  )
})

test('the key of an item says its batch and its seq, up to four thousand million of them', () => {
  const [above, below] = keyRange(7)
  assert.equal(seqOf(itemKey(7, 2 ** 32 - 1)), 2 ** 32 - 1)
  assert.ok(itemKey(7, 1) > above && itemKey(7, 2 ** 32 - 1) < below)
  assert.ok(Number.isSafeInteger(itemKey(1_000_000, 2 ** 32 - 1)))
})

test('a hash is kept as bytes; any other text comes back as it was', () => {
  const hash = '0123456789abcdef'.repeat(4)
  assert.equal(packHash(hash).length, 32)
  for (const text of [hash, hash.toUpperCase(), 'z'.repeat(64), 'short', '']) assert.equal(unpackHash(packHash(text)), text)
})

test('a code that no version knows is refused', () => {
  assert.throws(() => stateName(99), /Expected a known state or outcome, got 99/)
})
