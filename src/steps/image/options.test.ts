import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imageOptions } from './options.ts'

test('null, an empty text and nothing at all mean the default', () => {
  for (const given of [{ compression_level: null }, { compression_level: '' }, {}]) {
    assert.equal(imageOptions.parse({ action: 'convert', ...given }).compression_level, undefined)
  }
})

test('numbers may come as text, as placeholders give them', () => {
  const options = imageOptions.parse({ action: 'convert', compression_level: '9', depth: '8', max_pixels: '1000' })
  assert.deepEqual([options.compression_level, options.depth, options.max_pixels], [9, 8, 1000])
})

test('unknown keys and values are refused', () => {
  assert.equal(imageOptions.safeParse({ action: 'convert', compresion: 'auto' }).success, false)
  assert.equal(imageOptions.safeParse({ action: 'convert', compression_level: 10 }).success, false)
  assert.equal(imageOptions.safeParse({ action: 'invert' }).success, false)
})
