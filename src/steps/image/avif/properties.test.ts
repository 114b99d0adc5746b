import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullBox, u16, u32 } from '../../../../test/support/avif-file.ts'
import { boxesIn, makeBox } from './boxes.ts'
import * as property from './properties.ts'

const boxes = (...made: readonly Buffer[]) => boxesIn(Buffer.concat(made))

test('depth and planes come from the AV1 configuration', () => {
  const depthOf = (flags: number) => property.configurationOf(boxes(makeBox('av1C', Buffer.from([0x81, 0, flags, 0]))))
  assert.deepEqual(depthOf(0x0c), { bitDepth: 8, isMonochrome: false })
  assert.deepEqual(depthOf(0x50), { bitDepth: 10, isMonochrome: true })
  assert.deepEqual(depthOf(0x60), { bitDepth: 12, isMonochrome: false })
})

test('colour code points and profiles are told apart', () => {
  const coded = makeBox('colr', Buffer.from('nclx'), u16(9), u16(16), u16(9), Buffer.from([0x80]))
  const profile = makeBox('colr', Buffer.from('prof'), Buffer.from('icc'))
  assert.deepEqual(property.colourOf(boxes(profile, coded)), { primaries: 9, transfer: 16, matrix: 9, isFullRange: true })
  assert.equal(property.iccProfileOf(boxes(coded, profile))?.toString(), 'icc')
  assert.equal(property.colourOf(boxes(profile)), undefined)
})

test('a crop is a rectangle around the centre, moved by its offset', () => {
  const [box] = boxes(makeBox('clap', ...[300, 1, 200, 1, -10, 1, 0, 1].map((value) => u32(value >>> 0))))
  assert.ok(box)
  assert.deepEqual(property.cropOf(box, { width: 400, height: 300 }), { left: 40, top: 50, width: 300, height: 200 })
})

test('a crop outside its picture or with a division by zero is refused', () => {
  for (const values of [
    [500, 1, 200, 1, 0, 1, 0, 1],
    [300, 0, 200, 1, 0, 1, 0, 1],
  ]) {
    const [box] = boxes(makeBox('clap', ...values.map(u32)))
    assert.ok(box)
    assert.throws(() => property.cropOf(box, { width: 400, height: 300 }), { code: 'IMAGE_CORRUPT' })
  }
})

test('alpha is known by its name, other auxiliary pictures are not alpha', () => {
  const named = (name: string) => boxes(fullBox('auxC', Buffer.from(`${name}\0`)))
  assert.equal(property.isAlpha(named('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha')), true)
  assert.equal(property.isAlpha(named('urn:mpeg:mpegB:cicp:systems:auxiliary:depth')), false)
})

test('channel depths are listed', () => {
  assert.deepEqual(property.channelDepths(boxes(fullBox('pixi', Buffer.from([3, 10, 10, 10])))), [10, 10, 10])
  assert.deepEqual(property.channelDepths([]), [])
})
