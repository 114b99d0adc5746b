import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PermanentError } from '../base/errors.ts'
import { compileCost } from './step-cost.ts'

test('what an attempt uses at most comes from its names', () => {
  const cost = compileCost({ most: { usd: 0.01, tokens: '{input.estimate}' }, from: {} })
  assert.deepEqual(cost.most({ input: { estimate: 120 } }), { bytes: 0, usd: 0.01, tokens: 120 })
  assert.deepEqual(cost.most({ input: { estimate: '1e3' } }), { bytes: 0, usd: 0.01, tokens: 1_000 })
})

test('what it really used comes from its value', () => {
  const cost = compileCost({ most: {}, from: { usd: 'result.price', tokens: 'result.input + result.output' } })
  assert.deepEqual(cost.actual({ price: 0.5, input: 3, output: 4 }, {}), { usd: 0.5, tokens: 7 })
})

test('what is no number from 0 up fails the item with the key', () => {
  const cost = compileCost({ most: { usd: '{input.price}' }, from: { tokens: 'result' } })
  for (const price of ['dear', '', -1, null, true])
    assert.throws(
      () => cost.most({ input: { price } }),
      (error) => error instanceof PermanentError && /`cost.usd`/.test(error.message),
    )
  assert.throws(() => cost.actual('many', {}), /`cost_from.tokens`/)
})

test('a step that says nothing uses nothing', () => {
  const cost = compileCost()
  assert.deepEqual([cost.most({}), cost.actual(1, {})], [{ bytes: 0 }, {}])
})
