import { open } from 'node:fs/promises'
import sharp, { type Metadata } from 'sharp'
import { toError } from '../../base/errors.ts'
import { readAt } from './avif/box-file.ts'
import { readAvif } from './avif/read-avif.ts'
import { imageError } from './image-errors.ts'
import type { Picture } from './picture.ts'

/**
 * The truth about any picture: AVIF through its own reader, the rest through sharp's reading of their headers.
 * @throws PermanentError as `readAvif`, IMAGE_UNKNOWN, or IMAGE_TOO_LARGE before anything is decoded.
 */
export async function readPicture(path: string, maxPixels: number): Promise<Picture> {
  const picture = (await isOther(path)) ? await readOther(path) : await readAvif(path)
  if (picture.pixels <= maxPixels) return picture
  const size = `${picture.stored.width}x${picture.stored.height}`
  throw imageError(
    'IMAGE_TOO_LARGE',
    `Expected at most ${maxPixels} pixels, got a picture of ${size} (${picture.pixels} pixels).`,
  )
}

/** The first bytes of formats that sharp reads by itself. */
const starts = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'RIFF', 'II*\0', 'MM\0*']

async function isOther(path: string): Promise<boolean> {
  await using file = await open(path, 'r')
  const start = (await readAt(file, 0, 4)).toString('latin1')
  return starts.some((known) => start.startsWith(known))
}

async function readOther(path: string): Promise<Picture> {
  const found = await readHeader(path)
  const { width, height } = found.autoOrient
  return {
    format: found.format,
    width,
    height,
    stored: { width: found.width, height: found.height },
    pixels: found.width * found.height,
    hasAlpha: found.hasAlpha,
    isPremultiplied: false,
    isAlphaLimited: false,
    bitDepth: found.depth === 'ushort' ? 16 : 8,
    isMonochrome: false,
    transformations: [],
    frames: found.pages ?? 1,
    colour: undefined,
    icc: found.icc,
    exif: found.exif?.subarray(found.exif.toString('latin1', 0, 4) === 'Exif' ? 6 : 0),
    xmp: found.xmp,
    plainEdits: [],
    colourEdits: [],
  }
}

async function readHeader(path: string): Promise<Metadata> {
  try {
    return await sharp(path, { limitInputPixels: false }).metadata()
  } catch (error) {
    throw imageError(
      'IMAGE_UNKNOWN',
      `Expected a picture, got a file that cannot be read as one: ${toError(error).message}.`,
      error,
    )
  }
}
