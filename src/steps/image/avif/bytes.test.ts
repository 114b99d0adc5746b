import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Bytes } from './bytes.ts'

test('numbers are read big end first and the position moves on', () => {
  const bytes = new Bytes(Buffer.from([1, 2, 0, 0, 0, 9]))
  assert.deepEqual([bytes.uint(2), bytes.uint(4), bytes.left], [258, 9, 0])
})

test('text ends at a zero byte or at the end', () => {
  const bytes = new Bytes(Buffer.from('av01\0rest'))
  assert.deepEqual([bytes.text(), bytes.text()], ['av01', 'rest'])
})

test('an offset beyond what a number can hold is refused', () => {
  assert.throws(() => new Bytes(Buffer.alloc(8, 0xff)).uint64(), { code: 'IMAGE_CORRUPT' })
})

test('a read beyond the window is IMAGE_CORRUPT, whatever is asked', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 8 }), fc.integer({ min: -10, max: 1e9 }), (data, count) => {
    const bytes = new Bytes(Buffer.from(data))
    if (count >= 0 && count <= data.length) return bytes.take(count).length === count
    assert.throws(() => bytes.take(count), { code: 'IMAGE_CORRUPT' })
    return true
  })
  fc.assert(property)
})
