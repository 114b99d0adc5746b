import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NumberSet } from './number-set.ts'

test('a set holds exactly the numbers that were added', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200_000)), fc.nat(200_000), (numbers, other) => {
      const set = new NumberSet()
      for (const number of numbers) set.add(number)
      assert.ok(numbers.every((number) => set.has(number)))
      assert.equal(set.has(other), numbers.includes(other))
    }),
  )
})
