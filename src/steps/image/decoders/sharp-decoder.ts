import sharp from 'sharp'
import { firstFrameStill } from '../avif/frame-still.ts'
import { editedCopy } from '../avif/header-edits.ts'
import { imageError } from '../image-errors.ts'
import type { Picture } from '../picture.ts'
import type { Decoded, Decoder } from './decoder.ts'
import { unpremultiplied } from './unpremultiply.ts'

// Items run in parallel: one thread each, and nothing kept of pictures that never come again.
sharp.concurrency(1)
sharp.cache(false)

export const sharpDecoder: Decoder = {
  name: 'sharp',
  version: async () => `${sharp.versions.sharp}/${sharp.versions.vips}/${sharp.versions.heif ?? ''}`,
  decode: async ({ path, picture, frame }): Promise<Decoded> => {
    if (frame > 0) {
      throw imageError('IMAGE_UNSUPPORTED', 'Expected a decoder for all frames of a sequence: sharp decodes only the first.')
    }
    const isPlain = picture.movie !== undefined || isCropped(picture)
    const input = await sharpInput(path, picture)
    const straight = picture.isPremultiplied ? await unpremultiplied(input, picture) : input
    return { input: straight, isOriented: !isPlain, isRaw: picture.format === 'avif' }
  },
}

/** libheif brightens pictures that it crops between chroma samples: they are cropped here. */
function isCropped({ transformations }: Picture): boolean {
  return transformations.some((step) => step.kind === 'crop')
}

/** The file itself where libheif reads it right, else a copy that it does. */
async function sharpInput(path: string, picture: Picture): Promise<string | Buffer> {
  if (picture.movie !== undefined) return firstFrameStill(path, picture, picture.movie)
  const edits = [...picture.colourEdits, ...(isCropped(picture) ? picture.plainEdits : [])]
  return edits.length > 0 ? editedCopy(path, edits) : path
}
