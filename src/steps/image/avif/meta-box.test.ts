import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avifFile, fullBox, u16, u32 } from '../../../../test/support/avif-file.ts'
import { boxesIn, findBox, makeBox } from './boxes.ts'
import { readMeta } from './meta-box.ts'

function metaOf(file: Buffer): Buffer {
  return findBox(boxesIn(file), 'meta')?.content ?? Buffer.alloc(0)
}

test('the primary item comes with its type, place and properties in order', () => {
  const meta = readMeta(metaOf(avifFile({ width: 8, height: 4, properties: [makeBox('irot', Buffer.from([1]))] })))
  const item = meta.items.get(meta.primary ?? 0)
  assert.equal(item?.type, 'av01')
  assert.deepEqual(
    item?.properties.map(({ type }) => type),
    ['ispe', 'av1C', 'irot'],
  )
  assert.equal(meta.places.get(1)?.extents[0]?.length, 2)
})

test('the place of a link is where its byte lies in the box', () => {
  const content = metaOf(avifFile({ width: 8, height: 4, properties: [makeBox('irot', Buffer.from([1]))] }))
  const link = readMeta(content).items.get(1)?.properties[2]?.link
  assert.equal(content[link?.start ?? 0], 3)
})

test('references name who points at whom', () => {
  const references = fullBox('iref', makeBox('auxl', u16(2), u16(1), u16(1)))
  const meta = readMeta(Buffer.concat([Buffer.alloc(4), references]))
  assert.deepEqual(meta.references, [{ type: 'auxl', from: 2, to: [1] }])
})

test('a link to a property that is not there is refused', () => {
  const links = fullBox('ipma', u32(1), u16(1), Buffer.from([1, 9]))
  const content = Buffer.concat([Buffer.alloc(4), makeBox('iprp', makeBox('ipco'), links)])
  assert.throws(() => readMeta(content), { code: 'IMAGE_CORRUPT' })
})

test('a count that the bytes cannot hold is refused before anything is allocated', () => {
  const links = fullBox('ipma', u32(0xffff_ffff))
  const content = Buffer.concat([Buffer.alloc(4), makeBox('iprp', makeBox('ipco'), links)])
  assert.throws(() => readMeta(content), { code: 'IMAGE_CORRUPT' })
})
