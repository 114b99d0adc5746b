import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { runImage, sample } from '../../../test/support/image-run.ts'

test('inspect answers with what the header says and writes nothing', async (t) => {
  const { value, path } = await runImage(t, sample('rotated-and-mirrored'), { action: 'inspect' })
  assert.deepEqual(value, {
    format: 'avif',
    width: 200,
    height: 300,
    alpha: false,
    bit_depth: 8,
    rotation: 90,
    mirror: 'vertical',
    frames: 1,
    pixels: 60_000,
  })
  assert.equal(path, undefined)
})

test('metadata adds colours, descriptions and when it was taken', async (t) => {
  const { value } = await runImage(t, sample('hills'), { action: 'metadata' })
  assert.equal(value?.['taken'], '2026-05-17T08:30:00.000Z')
  assert.equal(value?.['exif_bytes'], 84)
  assert.deepEqual(value?.['colour'], { primaries: 1, transfer: 13, matrix: 6, full_range: true })
})

test('resize keeps the proportions and never enlarges', async (t) => {
  const small = await runImage(t, sample('hills'), { action: 'resize', width: 300, format: 'png' })
  assert.deepEqual([small.value?.['width'], small.value?.['height']], [300, 400])
  const same = await runImage(t, sample('hills-small'), { action: 'resize', width: 3000, format: 'png' })
  assert.equal((await sharp(same.path).metadata()).width, 160)
})
