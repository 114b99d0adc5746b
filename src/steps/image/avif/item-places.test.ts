import assert from 'node:assert/strict'
import { test } from 'node:test'
import { u16, u32 } from '../../../../test/support/avif-file.ts'
import { readPlaces } from './item-places.ts'

test('extents are counted from their base', () => {
  const content = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0x44, 0x40]),
    u16(1),
    u16(7),
    u16(0),
    u32(100),
    u16(2),
    u32(5),
    u32(6),
    u32(20),
    u32(30),
  ])
  assert.deepEqual(readPlaces(content).get(7), {
    within: 'file',
    extents: [
      { start: 105, length: 6 },
      { start: 120, length: 30 },
    ],
  })
})

test('version 1 can place an item inside the header', () => {
  const content = Buffer.concat([Buffer.from([1, 0, 0, 0, 0x44, 0]), u16(1), u16(7), u16(1), u16(0), u16(1), u32(5), u32(6)])
  assert.equal(readPlaces(content).get(7)?.within, 'meta')
})

test('offsets of odd sizes, impossible counts and unknown methods are refused', () => {
  const odd = Buffer.concat([Buffer.from([0, 0, 0, 0, 0x34, 0]), u16(0)])
  const many = Buffer.concat([Buffer.from([0, 0, 0, 0, 0x44, 0]), u16(60_000)])
  const parts = Buffer.concat([Buffer.from([0, 0, 0, 0, 0x44, 0]), u16(1), u16(7), u16(0), u16(60_000), u32(0)])
  const method = Buffer.concat([Buffer.from([1, 0, 0, 0, 0x44, 0]), u16(1), u16(7), u16(2), u16(0), u16(0)])
  for (const content of [odd, many, parts]) assert.throws(() => readPlaces(content), { code: 'IMAGE_CORRUPT' })
  assert.throws(() => readPlaces(method), { code: 'IMAGE_UNSUPPORTED' })
})
