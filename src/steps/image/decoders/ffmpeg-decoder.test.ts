import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { runImage, sample } from '../../../../test/support/image-run.ts'
import { ffmpegDecoder } from './ffmpeg-decoder.ts'

const skip = (await ffmpegDecoder.version()) === undefined ? 'ffmpeg is not installed' : false

test('a simple file is converted', { skip }, async (t) => {
  const { value, message, path } = await runImage(t, sample('hills-small'), { decoder: 'ffmpeg' })
  assert.equal(value?.['decoder'], 'ffmpeg', message)
  assert.equal((await sharp(path).metadata()).width, 160)
})

test('a picture that lost its alpha fails, it is no success', { skip }, async (t) => {
  const { value, code } = await runImage(t, sample('wheel-alpha'), { decoder: 'ffmpeg' })
  // Newer builds keep alpha; then there is nothing to lose.
  if (value === undefined) assert.ok(['IMAGE_ALPHA_LOST', 'IMAGE_DECODE_FAILED'].includes(code ?? ''), code)
  else assert.equal(value['alpha'], true)
})
