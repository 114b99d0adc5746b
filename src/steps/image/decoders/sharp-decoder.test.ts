import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { runImage, sample } from '../../../../test/support/image-run.ts'
import { sharpDecoder } from './sharp-decoder.ts'

test('its version names the libraries that decode', async () => {
  assert.match((await sharpDecoder.version()) ?? '', /^\d+\.\d+\.\d+\/\d+\.\d+\.\d+\/\d/)
})

const whole = [
  'hills-small',
  'gray',
  'grid',
  'wheel-alpha',
  'wheel-premultiplied',
  'wheel-turning',
  'ramp-10bit-alpha',
  'ramp-12bit',
  'cropped',
]

for (const name of whole) {
  test(`sharp alone converts ${name}.avif`, async (t) => {
    const { value, message } = await runImage(t, sample(name), { decoder: 'sharp' })
    assert.equal(value?.['decoder'], 'sharp', message)
  })
}

test('white of 10 bits is white of 16 bits', async (t) => {
  const { path = '' } = await runImage(t, sample('ramp-10bit-alpha'), { decoder: 'sharp' })
  const { data } = await sharp(path)
    .toColourspace('rgb16')
    .extractChannel(3)
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  const values = new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
  assert.equal(values.reduce((most, value) => Math.max(most, value), 0) >= 65_535 * 0.84, true)
})

test('all frames of a sequence are too much for it, and it says so', async (t) => {
  const { code } = await runImage(t, sample('wheel-turning'), { decoder: 'sharp', frames: 'all' })
  assert.equal(code, 'IMAGE_UNSUPPORTED')
})
