import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countTokens } from '../../pipeline/token-count.ts'
import { lineParts, tokenParts } from './texts.ts'

test('lines of every convention end a line, and the last end makes no empty part', () => {
  assert.deepEqual(lineParts('a\nb\r\nc\rd\n', { size: 1, overlap: 0 }), ['a', 'b', 'c', 'd'])
})

test('single blank lines are left out, blank lines inside a larger part stay', () => {
  assert.deepEqual(lineParts('a\n\n \nb', { size: 1, overlap: 0 }), ['a', 'b'])
  assert.deepEqual(lineParts('a\n\nb\nc', { size: 3, overlap: 1 }), ['a\n\nb', 'b\nc'])
})

test('an empty text has no parts', () => {
  assert.deepEqual(lineParts('', { size: 1, overlap: 0 }), [])
  assert.deepEqual(tokenParts(' \n', { size: 5, overlap: 0 }), [])
})

test('parts by tokens are cut between words and begin with the overlap', () => {
  assert.deepEqual(tokenParts('one two six ten', { size: 2, overlap: 1 }), ['one two', ' two six', ' six ten'])
})

const words = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1, maxLength: 80 }).map((list) => list.join(' '))

test('without overlap the parts are the text, and none is larger than asked', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 3, max: 20 }), (text, size) => {
      const parts = tokenParts(text, { size, overlap: 0 })
      assert.equal(parts.join(''), text)
      for (const part of parts) assert.ok(countTokens(part) <= size)
    }),
  )
})

test('with overlap no part is larger than asked, and each goes on', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 4, max: 20 }), (text, size) => {
      const parts = tokenParts(text, { size, overlap: size - 1 })
      for (const part of parts) assert.ok(countTokens(part) <= size, part)
      assert.ok(parts.length <= countTokens(text))
      assert.ok(text.endsWith(parts.at(-1) ?? '?'))
    }),
  )
})
