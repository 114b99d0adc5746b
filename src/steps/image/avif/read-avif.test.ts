import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { avifFile } from '../../../../test/support/avif-file.ts'
import { sample } from '../../../../test/support/image-run.ts'
import { workspace } from '../../../../test/support/workspace.ts'
import { mirrorName, rotationOf } from '../picture.ts'
import { makeBox } from './boxes.ts'
import { readAvif } from './read-avif.ts'

const expected = {
  'hills-small': '160x120 8 bits',
  hills: '600x800 8 bits turned 90 exif',
  'portrait-rotated': '426x640 8 bits turned 270',
  mirrored: '480x320 8 bits mirrored horizontal',
  'rotated-and-mirrored': '200x300 8 bits turned 90 mirrored vertical',
  cropped: '300x200 8 bits',
  'wheel-alpha': '256x256 8 bits alpha',
  'wheel-premultiplied': '128x128 8 bits alpha premultiplied',
  'ramp-10bit': '512x256 10 bits',
  'ramp-10bit-alpha': '200x200 10 bits alpha',
  'ramp-12bit': '256x128 12 bits',
  gray: '320x240 8 bits gray',
  grid: '512x512 8 bits',
  'wheel-turning': '120x120 8 bits alpha 3 frames',
}

for (const [name, words] of Object.entries(expected)) {
  test(`the header of ${name}.avif says ${words}`, async () => {
    const picture = await readAvif(sample(name))
    const said = [
      `${picture.width}x${picture.height} ${picture.bitDepth} bits`,
      picture.hasAlpha && 'alpha',
      picture.isPremultiplied && 'premultiplied',
      picture.isMonochrome && 'gray',
      rotationOf(picture) > 0 && `turned ${rotationOf(picture)}`,
      mirrorName(picture) !== 'none' && `mirrored ${mirrorName(picture)}`,
      picture.frames > 1 && `${picture.frames} frames`,
      picture.exif && 'exif',
    ]
    assert.equal(said.filter(Boolean).join(' '), words)
  })
}

function read(t: TestContext, content: Buffer | string) {
  return readAvif(workspace(t, { 'x.avif': content }).path('x.avif'))
}

test('an empty file, a text file and another brand are told apart', async (t) => {
  await assert.rejects(read(t, ''), { code: 'IMAGE_EMPTY' })
  await assert.rejects(read(t, 'just some text, named .avif'), { code: 'IMAGE_NOT_AVIF' })
  await assert.rejects(read(t, makeBox('ftyp', Buffer.from('qt  \0\0\0\0qt  '))), { code: 'IMAGE_NOT_AVIF' })
})

test('a file that ends before its header is a truncation', async (t) => {
  await assert.rejects(read(t, avifFile({ width: 4, height: 4 }).subarray(0, 28)), { code: 'IMAGE_TRUNCATED' })
})
