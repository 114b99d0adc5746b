/**
 * No encoder or decoder is believed: what lies on the disk must have the size, alpha and frames that
 * the input's header promised, and a PNG its depth, and its profile and EXIF where metadata is kept. A loss is an error,
 * not a warning.
 */
import sharp from 'sharp'
import { editedCopy } from './avif/header-edits.ts'
import type { Size } from './avif/properties.ts'
import { type Encoded, isDeep } from './encode.ts'
import { imageError } from './image-errors.ts'
import type { ImageOptions, OutputFormat } from './options.ts'
import { checkOrientation } from './orientation.ts'
import type { Picture } from './picture.ts'
import { checkPng, type PngFacts } from './png/check.ts'
import { isUnspecified } from './png/metadata.ts'

export interface Claim {
  /** The file that was written. */
  readonly path: string
  readonly source: string
  readonly picture: Picture
  readonly options: ImageOptions
  readonly format: OutputFormat
  readonly encoded: Pick<Encoded, 'width' | 'height'>
  /** Frames the file must hold. */
  readonly frames: number
  /** The picture as stored, where the decoder gave it. */
  readonly stored: string | Buffer | undefined
}

type Written = Omit<PngFacts, 'isGray'>

/** Reads back what was written and compares it with the input's header. Returns what the file is; throws what it lost. */
export async function verify(claim: Claim): Promise<Written> {
  const facts = claim.format === 'png' ? await checkPng(claim.path) : await sharpFacts(claim.path)
  checkSize(facts, expectedSize(claim))
  checkContent(facts, claim)
  if (claim.format === 'png') checkMetadata(facts, claim)
  if (claim.picture.transformations.length > 0) await checkOrientation(await storedInput(claim), claim.path, claim.picture)
  return facts
}

function expectedSize({ options, picture, encoded }: Claim): Size {
  return options.action === 'resize' ? encoded : picture
}

function checkSize(facts: Size, expected: Size): void {
  if (facts.width === expected.width && facts.height === expected.height) return
  const got = `${facts.width}x${facts.height}`
  throw imageError('IMAGE_SIZE_WRONG', `Expected a picture of ${expected.width}x${expected.height}, got ${got}.`)
}

function checkContent(facts: Written, claim: Claim): void {
  if (claim.picture.hasAlpha && !facts.hasAlpha)
    throw imageError('IMAGE_ALPHA_LOST', 'Expected a picture with alpha, got one without.')
  if (isDeep(claim) && facts.bitDepth !== 16) {
    throw imageError(
      'IMAGE_DEPTH_LOST',
      `Expected 16 bits per channel for an input of ${claim.picture.bitDepth}, got ${facts.bitDepth}.`,
    )
  }
  if (facts.frames !== claim.frames)
    throw imageError('IMAGE_FRAMES_LOST', `Expected ${claim.frames} frames, got ${facts.frames}.`)
}

function checkMetadata(facts: Written, { picture, options }: Claim): void {
  if (options.metadata !== 'keep') return
  const hasColour = picture.icc !== undefined || (picture.colour !== undefined && !isUnspecified(picture.colour))
  if (hasColour && !facts.hasProfile)
    throw imageError('IMAGE_PROFILE_LOST', 'Expected the colour profile in the result, got none.')
  if (picture.exif !== undefined && !facts.hasExif) throw imageError('IMAGE_EXIF_LOST', 'Expected EXIF in the result, got none.')
}

async function storedInput({ stored, source, picture }: Claim): Promise<string | Buffer> {
  return stored ?? editedCopy(source, [...picture.plainEdits, ...picture.colourEdits])
}

async function sharpFacts(path: string): Promise<Written> {
  const { width, height, hasAlpha, size, exif, icc, pages } = await sharp(path, { limitInputPixels: false }).metadata()
  const bytes = size ?? 0
  return {
    width,
    height,
    hasAlpha,
    bitDepth: 8,
    hasProfile: icc !== undefined,
    hasExif: exif !== undefined,
    frames: pages ?? 1,
    sizeBytes: bytes,
  }
}
