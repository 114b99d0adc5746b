import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullBox, u32 } from '../../../../test/support/avif-file.ts'
import { boxesIn } from './boxes.ts'
import { frameDurations, samplePlaces } from './sample-table.ts'

const sizes = (...each: readonly number[]) => fullBox('stsz', u32(0), u32(each.length), ...each.map(u32))
const chunks = (...offsets: readonly number[]) => fullBox('stco', u32(offsets.length), ...offsets.map(u32))
const runs = (...each: readonly (readonly [number, number])[]) =>
  fullBox('stsc', u32(each.length), ...each.flatMap(([first, count]) => [u32(first), u32(count), u32(1)]))
const table = (...boxes: readonly Buffer[]) => boxesIn(Buffer.concat(boxes))

test('frames follow each other within a chunk and start anew in the next', () => {
  const places = samplePlaces(table(sizes(10, 20, 30), chunks(100, 500), runs([1, 2], [2, 1])), 1000)
  assert.deepEqual(places, [
    { start: 100, length: 10 },
    { start: 110, length: 20 },
    { start: 500, length: 30 },
  ])
})

test('a frame behind the end of the file is a truncation', () => {
  assert.throws(() => samplePlaces(table(sizes(10), chunks(995), runs([1, 1])), 1000), { code: 'IMAGE_TRUNCATED' })
})

test('missing tables, too many frames and false counts are refused', () => {
  assert.throws(() => samplePlaces(table(sizes(10)), 1000), { code: 'IMAGE_CORRUPT' })
  const many = fullBox('stsz', u32(1), u32(0xffff_ffff))
  assert.throws(() => samplePlaces(table(many, chunks(1), runs([1, 1])), 1000), { code: 'IMAGE_TOO_LARGE' })
  const short = fullBox('stsz', u32(0), u32(50))
  assert.throws(() => samplePlaces(table(short, chunks(1), runs([1, 1])), 1000), { code: 'IMAGE_CORRUPT' })
})

test('durations are told in milliseconds, 100 where the file says nothing', () => {
  const told = table(fullBox('stts', u32(1), u32(0xffff_ffff), u32(50)))
  assert.deepEqual(frameDurations({ table: told, timescale: 1000, count: 2 }), [50, 50])
  assert.deepEqual(frameDurations({ table: [], timescale: 1000, count: 1 }), [100])
})
