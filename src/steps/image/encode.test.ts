import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { test } from 'node:test'
import sharp from 'sharp'
import { runImage, sample } from '../../../test/support/image-run.ts'
import { workspace } from '../../../test/support/workspace.ts'

test('the default is smaller than the plain highest level for what a camera sees', async (t) => {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
  const photo = workspace(t).path('photo.png')
  await sharp({ create: { width: 400, height: 300, channels: 3, background: '#000', noise } })
    .blur(3)
    .png()
    .toFile(photo)
  const [usual, plain] = await Promise.all([{}, { compression_level: 9 }].map((options) => runImage(t, photo, options)))
  assert.ok(statSync(usual?.path ?? '').size < statSync(plain?.path ?? '').size)
})

test('a compression level is honoured: 0 stores the pixels as they are', async (t) => {
  const { path = '' } = await runImage(t, sample('hills-small'), { compression_level: 0 })
  assert.ok(statSync(path).size > 160 * 120 * 3)
})

test('10 bits become 16, or 8 where that is asked', async (t) => {
  const [kept, cut] = await Promise.all([{}, { depth: 8 }].map((options) => runImage(t, sample('ramp-10bit'), options)))
  assert.deepEqual([kept?.value?.['bit_depth'], cut?.value?.['bit_depth']], [16, 8])
})

test('monochrome stays gray, in one channel', async (t) => {
  const { path } = await runImage(t, sample('gray'))
  assert.equal((await sharp(path).metadata()).channels, 1)
})

test('other formats are written and verified, but alpha is not thrown away for JPEG', async (t) => {
  const webp = await runImage(t, sample('wheel-alpha'), { format: 'webp' })
  assert.equal((await sharp(webp.path).metadata()).format, 'webp')
  assert.equal((await runImage(t, sample('wheel-alpha'), { format: 'jpeg' })).code, 'IMAGE_ALPHA_LOST')
  assert.equal((await runImage(t, sample('hills-small'), { format: 'jpeg' })).value?.['format'], 'jpeg')
})
