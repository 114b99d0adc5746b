import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stopAfterFailure } from './stop-rule.ts'

const failure = { code: 'BAD', message: 'a.avif: no such box' }
const flexible = { mode: 'flexible', failFast: false } as const

test('a flexible batch goes on after any number of failures', () => {
  assert.equal(stopAfterFailure(flexible, { failed: 999, total: 1_000, totalIsFinal: true, failure }), undefined)
})

test('strict and fail_fast stop at the first failure and repeat what it was', () => {
  const strict = stopAfterFailure({ mode: 'strict', failFast: false }, { failed: 1, total: 10, totalIsFinal: true, failure })
  assert.equal(strict?.message, 'stopped at the first failure (mode strict): a.avif: no such box')
  const both = stopAfterFailure({ mode: 'strict', failFast: true }, { failed: 1, total: 10, totalIsFinal: true, failure })
  assert.equal(both?.message, strict?.message)
  const fast = stopAfterFailure({ mode: 'flexible', failFast: true }, { failed: 1, total: 10, totalIsFinal: true, failure })
  assert.equal(fast?.code, 'FAIL_FAST')
})

test('a tolerated count is borne, one more is not', () => {
  const rules = { ...flexible, tolerate: { count: 2 } }
  assert.equal(stopAfterFailure(rules, { failed: 2, total: 10, totalIsFinal: true, failure }), undefined)
  assert.equal(
    stopAfterFailure(rules, { failed: 3, total: 10, totalIsFinal: true, failure })?.message,
    '3 items failed, more than the 2 that `tolerate` allows',
  )
})

test('a tolerated share is one of all items', () => {
  const rules = { ...flexible, tolerate: { share: 0.05 } }
  assert.equal(stopAfterFailure(rules, { failed: 5, total: 100, totalIsFinal: true, failure }), undefined)
  assert.equal(stopAfterFailure(rules, { failed: 6, total: 100, totalIsFinal: true, failure })?.state, 'failed')
})

test('a tolerated share bears everything until the source has ended, a tolerated count does not', () => {
  const early = { failed: 9, total: 10, totalIsFinal: false, failure }
  assert.equal(stopAfterFailure({ ...flexible, tolerate: { share: 0.05 } }, early), undefined)
  assert.equal(stopAfterFailure({ ...flexible, tolerate: { count: 2 } }, early)?.code, 'TOO_MANY_FAILURES')
})
