import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Histogram } from './histogram.ts'

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const value of values) histogram.add(value)
  return histogram
}

test('count, sum, mean and largest are exact', () => {
  const histogram = of([1, 2, 3, 4])
  assert.deepEqual([histogram.count, histogram.sum, histogram.mean, histogram.max], [4, 10, 2.5, 4])
})

test('a percentile is off by at most one percent', () => {
  const values = fc.array(fc.double({ min: 0.01, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const sorted = [...given].sort((a, b) => a - b)
      const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0
      const found = of(given).percentile(share) ?? Number.NaN
      assert.ok(Math.abs(found - exact) <= exact * 0.0101, `${found} for ${exact}`)
    }),
  )
})

test('the last percentile is the largest value itself', () => {
  assert.equal(of([1, 5, 77.7]).percentile(1), 77.7)
})

test('without a value there is no percentile and no mean', () => {
  assert.equal(new Histogram().percentile(0.5), undefined)
  assert.equal(new Histogram().mean, undefined)
})

test('zero is a value like any other', () => {
  assert.equal(of([0, 0, 0, 9]).percentile(0.5), 0)
})
