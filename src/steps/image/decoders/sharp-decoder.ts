import sharp from 'sharp'
import { firstFrameStill } from '../avif/frame-still.ts'
import { editedCopy } from '../avif/header-edits.ts'
import { imageError } from '../image-errors.ts'
import type { Decoded, DecodeJob, Decoder } from './decoder.ts'
import { unpremultiplied } from './unpremultiply.ts'

// Items run in parallel: one thread each, and nothing kept of pictures that never come again.
sharp.concurrency(1)
sharp.cache(false)

export const sharpDecoder: Decoder = {
  name: 'sharp',
  version: async () => `${sharp.versions.sharp}/${sharp.versions.vips}/${sharp.versions.heif ?? ''}`,
  decode: async ({ path, picture, frame }): Promise<Decoded> => {
    if (frame > 0)
      throw imageError('IMAGE_UNSUPPORTED', 'Expected a decoder for all frames of a sequence: sharp decodes only the first.')
    const input = await sharpInput({ path, picture })
    const plain = picture.isPremultiplied ? await unpremultiplied(input, picture) : input
    return { input: plain, isOriented: picture.movie === undefined, isRaw: picture.format === 'avif' }
  },
}

/** The file itself where sharp reads it right, else a copy that it does. */
async function sharpInput({ path, picture }: Pick<DecodeJob, 'path' | 'picture'>): Promise<string | Buffer> {
  if (picture.movie !== undefined) return firstFrameStill(path, picture, picture.movie)
  return picture.colourEdits.length > 0 ? editedCopy(path, picture.colourEdits) : path
}
