import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sharp, { type Sharp } from 'sharp'
import { sample } from '../../../test/support/image-run.ts'
import { workspace } from '../../../test/support/workspace.ts'
import { readAvif } from './avif/read-avif.ts'
import { imageOptions } from './options.ts'
import { verify } from './verify.ts'

async function claim(t: TestContext, name: string, written: Sharp) {
  const path = workspace(t).path('written.png')
  const info = await written.png().toFile(path)
  const picture = await readAvif(sample(name))
  const options = imageOptions.parse({ action: 'convert' })
  return verify({ path, source: sample(name), picture, options, format: 'png', encoded: info, frames: 1, stored: undefined })
}

const canvas = (width: number, height: number, channels: 3 | 4) =>
  sharp({ create: { width, height, channels, background: '#456' } })

test('another size is no success', async (t) => {
  await assert.rejects(claim(t, 'hills-small', canvas(120, 160, 3)), {
    code: 'IMAGE_SIZE_WRONG',
    message: /160x120, got 120x160/,
  })
})

test('lost alpha is no success', async (t) => {
  await assert.rejects(claim(t, 'wheel-alpha', canvas(256, 256, 3)), { code: 'IMAGE_ALPHA_LOST' })
})

test('lost depth is no success', async (t) => {
  await assert.rejects(claim(t, 'ramp-10bit', canvas(512, 256, 3)), { code: 'IMAGE_DEPTH_LOST' })
})

test('a lost profile and lost EXIF are no success', async (t) => {
  await assert.rejects(claim(t, 'hills-small', canvas(160, 120, 3)), { code: 'IMAGE_PROFILE_LOST' })
})
