import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Tally } from './tally.ts'

const none = { blocked: 0, ready: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }
const facts = { isReused: false, inputBytes: 10, outputBytes: 4 }

test('pending is what has neither ended nor runs', () => {
  const tally = new Tally(none, 0)
  tally.ingested(5)
  tally.broken(1)
  tally.settled({ kind: 'ended', state: 'succeeded' }, facts)
  assert.deepEqual(tally.counts(2), { succeeded: 1, failed: 1, skipped: 0, cancelled: 0, review: 0, running: 2, pending: 1 })
  assert.deepEqual(tally.bytes, { input: 10, output: 4 })
})

test('what was left out at once, and what ended because of others, has ended', () => {
  const tally = new Tally(none, 9)
  tally.skipped(1)
  tally.cascaded({ failed: 2, skipped: 3 })
  const { failed, skipped, pending } = tally.counts(0)
  assert.deepEqual([failed, skipped, pending], [2, 4, 3])
})

test('it goes on from what earlier sessions have counted', () => {
  const tally = new Tally({ ...none, succeeded: 7, ready: 3 }, 10, { inputBytes: 70, outputBytes: 28, reused: 5 })
  tally.settled({ kind: 'ended', state: 'failed' }, facts)
  assert.deepEqual([tally.completed, tally.failed, tally.counts(0).pending], [8, 1, 2])
  tally.settled({ kind: 'ended', state: 'succeeded' }, { ...facts, isReused: true })
  assert.deepEqual([tally.bytes, tally.reused], [{ input: 80, output: 32 }, 6])
})

test('a try that is repeated is no end', () => {
  const tally = new Tally(none, 1)
  tally.settled({ kind: 'retry', failure: { code: 'BUSY', message: '' }, tries: 1, waitMs: 5 }, facts)
  assert.deepEqual([tally.completed, tally.retrying], [0, 1])
  tally.unparked(1)
  assert.equal(tally.retrying, 0)
})
