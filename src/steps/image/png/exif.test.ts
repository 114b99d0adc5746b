import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sample } from '../../../../test/support/image-run.ts'
import { readAvif } from '../avif/read-avif.ts'
import { takenMs, withoutOrientation } from './exif.ts'

const { exif = Buffer.alloc(0) } = await readAvif(sample('hills'))

test('the time a picture was taken is read, as UTC where no offset is told', () => {
  assert.equal(takenMs(exif), Date.UTC(2026, 4, 17, 8, 30))
})

test('the orientation is set to "as stored", nothing else changes', () => {
  const upright = withoutOrientation(exif)
  const changed = [...upright.keys()].filter((index) => upright[index] !== exif[index])
  assert.deepEqual(changed, [18])
  assert.equal(upright[18], 1)
})

test('broken EXIF is passed over, never thrown at', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
    const block = Buffer.concat([Buffer.from('II*\0'), Buffer.from(bytes)])
    takenMs(block)
    return withoutOrientation(block).length === block.length
  })
  fc.assert(property)
  assert.equal(takenMs(undefined), undefined)
})
