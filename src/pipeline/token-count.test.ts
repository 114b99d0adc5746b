import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countTokens, tokenPieces } from './token-count.ts'

test('the pieces of a text put together are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      assert.equal([...tokenPieces(text)].map((piece) => piece.text).join(''), text)
    }),
  )
})

test('every piece costs at least one token, and none is longer than a long word', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      for (const piece of tokenPieces(text)) {
        assert.ok(piece.tokens >= 1 && Number.isInteger(piece.tokens))
        assert.ok([...piece.text.trim()].length <= 64)
      }
    }),
  )
})

test('words, signs and scripts without spaces are counted as documented', () => {
  assert.equal(countTokens(''), 0)
  assert.equal(countTokens('the cat sat'), 3)
  assert.equal(countTokens('tokenization'), 3)
  assert.equal(countTokens('a, b!'), 4)
  assert.equal(countTokens('日本語'), 3)
  assert.equal(countTokens('привет'), 3)
})
