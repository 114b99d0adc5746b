import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { scaleTo } from './scale.ts'

test('an axis ends at a figure that people can read', () => {
  assert.deepEqual(scaleTo(7), { max: 8, ticks: [0, 2, 4, 6, 8] })
  assert.deepEqual(scaleTo(0.9).ticks, [0, 0.25, 0.5, 0.75, 1])
  assert.deepEqual(scaleTo(100).ticks, [0, 25, 50, 75, 100])
})

test('an axis of bytes goes in powers of 1,024', () => {
  const mib = 1024 ** 2
  assert.deepEqual(
    scaleTo(350 * mib, 4, 1024).ticks.map((tick) => tick / mib),
    [0, 100, 200, 300, 400],
  )
})

test('nothing but zeros still has an axis', () => {
  assert.deepEqual(scaleTo(0), { max: 1, ticks: [0] })
})

test('every value lies on its axis, and ticks stay few', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 1e15, noNaN: true }),
      fc.constantFrom(10 as const, 1024 as const),
      (highest, base) => {
        const { max, ticks } = scaleTo(highest, 4, base)
        assert.ok(max >= highest && ticks.length <= 6, `${highest}: ${ticks}`)
      },
    ),
  )
})
