import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { sample } from '../../../../test/support/image-run.ts'
import { readAvif } from '../avif/read-avif.ts'
import { unpremultiplied } from './unpremultiply.ts'

const picture = await readAvif(sample('wheel-premultiplied'))

async function straight(pixels: readonly number[]): Promise<number[]> {
  const png = await sharp(Uint8Array.from(pixels), { raw: { width: pixels.length / 4, height: 1, channels: 4 } })
    .png()
    .toBuffer()
  return [
    ...(await sharp(await unpremultiplied(png, picture))
      .raw()
      .toBuffer()),
  ]
}

test('colours are divided by alpha, opaque and clear ones stay', async () => {
  assert.deepEqual(await straight([50, 100, 0, 128, 9, 8, 7, 255, 0, 0, 0, 0]), [100, 199, 0, 128, 9, 8, 7, 255, 0, 0, 0, 0])
})
