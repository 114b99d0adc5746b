import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { columns, edges, fill, joinFitting, safe, shorten } from './text.ts'

test('a long name keeps both of its ends', () => {
  assert.equal(shorten('holiday-pictures/2026/img_0042.avif', 17), 'holiday-…042.avif')
})

test('wide characters count as two columns', () => {
  assert.equal(columns('写真'), 4)
  assert.equal(shorten('写真写真写真', 6), '写…真')
})

test('shortened text never takes more columns than it may', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 0, max: 40 }), (text, width) => {
      assert.ok(columns(shorten(text, width)) <= width)
    }),
    { numRuns: 300 },
  )
})

test('escape sequences in a name are shown, not obeyed', () => {
  assert.equal(safe('a\u001b[31mb\nc'), 'a�[31mb�c')
})

test('the right edge gives way where both do not fit', () => {
  assert.equal(edges('ab', 'cd', 8), 'ab    cd')
  assert.equal(edges('abcdef', 'gh', 8), 'abcdef')
  assert.equal(fill('ab', 4), 'ab  ')
})

test('a part that does not fit is left out as a whole', () => {
  assert.equal(joinFitting(['cpu 9%', 'memory 2 of 3 GiB', 'disk'], ' · ', 16), 'cpu 9% · disk')
})
