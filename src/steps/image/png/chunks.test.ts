import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeChunk, pngHeadBytes, pngSignature, withChunks } from './chunks.ts'

test('a chunk carries its length and its checksum', () => {
  // The end chunk is the same in every PNG: its CRC is known.
  assert.equal(makeChunk('IEND', Buffer.alloc(0)).toString('hex'), '0000000049454e44ae426082')
})

test('chunks are put right behind the header', () => {
  const png = Buffer.concat([pngSignature, makeChunk('IHDR', Buffer.alloc(13)), makeChunk('IEND', Buffer.alloc(0))])
  const made = Buffer.concat(withChunks(png, [makeChunk('sRGB', Buffer.from([0]))]))
  assert.equal(made.toString('latin1', pngHeadBytes + 4, pngHeadBytes + 8), 'sRGB')
  assert.equal(made.length, png.length + 13)
})
