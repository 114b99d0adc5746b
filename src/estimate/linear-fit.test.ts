import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LinearFit } from './linear-fit.ts'

function fitted(points: readonly (readonly [number, number])[]) {
  const fit = new LinearFit()
  for (const [bytes, ms] of points) fit.add(bytes, ms)
  return fit.line
}

test('a line through points that lie on one is found', () => {
  assert.deepEqual(
    fitted([
      [0, 100],
      [10, 120],
      [20, 140],
    ]),
    { fixedMs: 100, msPerByte: 2 },
  )
})

test('equal sizes give the mean time per item', () => {
  assert.deepEqual(
    fitted([
      [10, 100],
      [10, 300],
    ]),
    { fixedMs: 200, msPerByte: 0 },
  )
})

test('larger items that are quicker give the mean time per item', () => {
  assert.deepEqual(
    fitted([
      [10, 300],
      [20, 100],
    ]),
    { fixedMs: 200, msPerByte: 0 },
  )
})

test('a line that would start below zero goes through the origin', () => {
  assert.deepEqual(
    fitted([
      [10, 1],
      [20, 29],
    ]),
    { fixedMs: 0, msPerByte: 1 },
  )
})

test('before the first item every item is worth the same', () => {
  assert.deepEqual(fitted([]), { fixedMs: 1, msPerByte: 0 })
})

test('no part of a line is ever negative or undefined', () => {
  const points = fc.array(fc.tuple(fc.nat(1e9), fc.nat(1e6)), { maxLength: 50 })
  fc.assert(
    fc.property(points, (given) => {
      const { fixedMs, msPerByte } = fitted(given)
      assert.ok(fixedMs >= 0 && msPerByte >= 0)
    }),
  )
})
