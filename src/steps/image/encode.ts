import sharp, { type PngOptions, type Sharp } from 'sharp'
import type { ImageOptions, OutputFormat } from './options.ts'
import type { Picture } from './picture.ts'

export interface EncodeJob {
  readonly input: string | Buffer
  readonly picture: Picture
  readonly options: ImageOptions
  readonly format: OutputFormat
  readonly isShifted: boolean
}

export interface Encoded {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

/** Decodes, where sharp is the decoder, and encodes, in one go: pixels are streamed through libvips. */
export async function encode(job: EncodeJob): Promise<Encoded> {
  const isPng = job.format === 'png'
  const isKept = job.options.metadata === 'keep'
  // A PNG's profile is written beside the pixels, which therefore stay as they are; without it they become sRGB.
  const image = sharp(job.input, { limitInputPixels: false, ignoreIcc: isKept && isPng, failOn: 'warning' })
  const shaped = resized(inColours(scaled(upright(image, job.picture), job), job), job.options)
  const kept = isKept && !isPng ? shaped.keepMetadata() : shaped
  const { data, info } = await formatted(kept, job).toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}

/** True when the result is to have 16 bits per channel. */
export function isDeep({ picture, options, format }: Pick<EncodeJob, 'picture' | 'options' | 'format'>): boolean {
  return picture.bitDepth > 8 && options.depth === 'keep' && format === 'png'
}

/** Other formats keep their orientation in EXIF. */
function upright(image: Sharp, picture: Picture): Sharp {
  return picture.format === 'avif' ? image : image.autoOrient()
}

/** From the brightest shifted value to the brightest of 16 bits, alpha included. */
function scaled(image: Sharp, job: EncodeJob): Sharp {
  if (!job.isShifted || !isDeep(job)) return image
  const brightest = (2 ** job.picture.bitDepth - 1) * 2 ** (16 - job.picture.bitDepth)
  const count = job.picture.hasAlpha ? 4 : 3
  return image.linear(Array(count).fill(65_535 / brightest), Array(count).fill(0))
}

function inColours(image: Sharp, job: EncodeJob): Sharp {
  const isGray = job.picture.isMonochrome && job.format === 'png'
  if (isDeep(job)) return image.toColourspace(isGray ? 'grey16' : 'rgb16')
  return isGray ? image.toColourspace('b-w') : image
}

function resized(image: Sharp, { action, width, height, fit }: ImageOptions): Sharp {
  if (action !== 'resize') return image
  return image.resize({
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    fit,
    withoutEnlargement: true,
  })
}

function formatted(image: Sharp, { format, options }: EncodeJob): Sharp {
  const quality = options.quality ?? 80
  switch (format) {
    case 'png':
      return image.png(pngOptions(options))
    case 'jpeg':
      return image.jpeg({ quality })
    case 'webp':
      return image.webp({ quality })
    case 'avif':
      return image.avif({ quality })
  }
}

/** Filters matter more than the level: adaptive ones at level 2 or 3 beat level 9 without, in time and in size. */
const compressions = {
  auto: { compressionLevel: 3, adaptiveFiltering: true },
  fast: { compressionLevel: 1, adaptiveFiltering: true },
  small: { compressionLevel: 9, adaptiveFiltering: true },
} as const

function pngOptions({ compression, compression_level }: ImageOptions): PngOptions {
  if (compression_level === undefined) return compressions[compression]
  return { compressionLevel: compression_level, adaptiveFiltering: false }
}
