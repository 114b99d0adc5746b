import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sharp from 'sharp'
import { sample } from '../../../test/support/image-run.ts'
import { workspace } from '../../../test/support/workspace.ts'
import { readAvif } from './avif/read-avif.ts'
import { convertInto } from './convert.ts'
import type { Decoder } from './decoders/decoder.ts'
import { sharpDecoder } from './decoders/sharp-decoder.ts'
import { imageOptions } from './options.ts'

/** Gives an opaque picture whatever it is asked for, without a word: as some real ones do. */
const careless: Decoder = {
  name: 'ffmpeg',
  version: async () => '1',
  decode: async ({ picture: { stored } }) => {
    const input = await sharp({ create: { ...stored, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    return { input, isOriented: false, isRaw: false }
  },
}

async function job(t: TestContext, name: string, decoders: readonly Decoder[]) {
  const room = workspace(t)
  const picture = await readAvif(sample(name))
  const context = { signal: new AbortController().signal, temporaryFolder: async () => room.folder }
  const options = imageOptions.parse({ action: 'convert' })
  return convertInto(room.path('x.png'), { source: sample(name), picture, options, format: 'png', decoders, context })
}

test('what one decoder lost the next one brings', async (t) => {
  assert.equal((await job(t, 'wheel-alpha', [careless, sharpDecoder])).decoder, 'sharp')
})

test('a loss is a failure when no decoder is left', async (t) => {
  await assert.rejects(job(t, 'wheel-alpha', [careless]), { code: 'IMAGE_ALPHA_LOST' })
  await assert.rejects(job(t, 'ramp-10bit', [careless]), { code: 'IMAGE_DEPTH_LOST' })
})
