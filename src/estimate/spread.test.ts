import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spreadOf } from './spread.ts'

test('estimates that were always right have no spread', () => {
  assert.deepEqual(spreadOf([1, 1, 1, 1], 100), { low: 1, high: 1 })
})

test('the range is wider when the items differed more', () => {
  const calm = spreadOf([0.9, 1, 1.1, 1], 20)
  const wild = spreadOf([0.1, 3, 0.2, 0.7], 20)
  assert.ok(wild.low < calm.low && wild.high > calm.high)
})

test('the same items give the same range', () => {
  assert.deepEqual(spreadOf([0.5, 2, 1], 10), spreadOf([0.5, 2, 1], 10))
})
