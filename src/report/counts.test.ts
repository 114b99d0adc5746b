import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conserve, itemsText, pendingOf } from './counts.ts'

const counts = { blocked: 1, ready: 2, running: 3, waiting: 4, succeeded: 5, failed: 6, skipped: 7, cancelled: 8, review: 9 }

test('what has not ended is pending, running items included', () => {
  assert.equal(pendingOf(counts), 10)
})

test('counts that add up are stated with the claim that they do', () => {
  const { holds, items, pending } = conserve(45, counts)
  assert.deepEqual({ holds, items, pending }, { holds: true, items: 45, pending: 10 })
})

test('counts that do not add up are refused with every state named', () => {
  assert.throws(() => conserve(46, counts), /Expected 46 items in all states together, got 45 \(1 blocked, 2 ready,.*9 review\)/)
})

test('parts are told apart from the items of the input', () => {
  assert.equal(itemsText({ items: 105_000, parts: 100_000 }), '5,000 + 100,000 parts')
  assert.equal(itemsText({ items: 12, parts: 0 }), '12')
})
