import assert from 'node:assert/strict'
import { test } from 'node:test'
import { restBefore } from './watch-pace.ts'

const idle = { everyMs: 2_000, settlesInMs: Number.POSITIVE_INFINITY }

test('a small folder is looked at soon after news, and from time to time without', () => {
  assert.deepEqual(restBefore({ ...idle, lookMs: 1 }), { atLeastMs: 50, atMostMs: 2_000 })
})

test('a file that settles is looked at when it could be complete', () => {
  assert.equal(restBefore({ ...idle, lookMs: 1, settlesInMs: 700 }).atMostMs, 700)
  assert.equal(restBefore({ ...idle, lookMs: 1, settlesInMs: 0 }).atMostMs, 50)
})

test('looks that take long are rare: a fifth of the time with news all the time, a twentieth without', () => {
  assert.deepEqual(restBefore({ ...idle, lookMs: 1_000 }), { atLeastMs: 4_000, atMostMs: 19_000 })
  assert.equal(restBefore({ ...idle, lookMs: 1_000, settlesInMs: 10 }).atMostMs, 4_000)
})
