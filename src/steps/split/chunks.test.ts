import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chunks } from './chunks.ts'

test('windows overlap by as much as was asked, and the last one holds the end', () => {
  assert.deepEqual(chunks([1, 2, 3, 4, 5], { size: 3, overlap: 1 }), [
    [1, 2, 3],
    [3, 4, 5],
  ])
  assert.deepEqual(chunks([1, 2, 3, 4], { size: 3, overlap: 0 }), [[1, 2, 3], [4]])
  assert.deepEqual(chunks([], { size: 3, overlap: 0 }), [])
})

test('without their overlaps the windows are the list', () => {
  const sizes = fc.integer({ min: 1, max: 9 }).chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })))
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 60 }), sizes, (list, [size, overlap]) => {
      const [first = [], ...others] = chunks(list, { size, overlap })
      assert.deepEqual([...first, ...others.flatMap((one) => one.slice(overlap))], list)
    }),
  )
})
