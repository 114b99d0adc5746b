/** What the properties of an AVIF item say, each read from its own box. */

import { imageError } from '../image-errors.ts'
import { type Box, findBox, fullBox } from './boxes.ts'
import { Bytes } from './bytes.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** How colours are coded (ITU-T H.273). */
export interface CodedColour {
  readonly primaries: number
  readonly transfer: number
  readonly matrix: number
  readonly isFullRange: boolean
}

/** The AV1 configuration: depth and planes as the bitstream has them. */
export interface CodecConfiguration {
  readonly bitDepth: 8 | 10 | 12
  readonly isMonochrome: boolean
}

export interface Crop extends Size {
  readonly left: number
  readonly top: number
}

export function sizeOf(properties: readonly Box[]): Size | undefined {
  const box = findBox(properties, 'ispe')
  if (box === undefined) return undefined
  const { bytes } = fullBox(box.content)
  return { width: bytes.uint(4), height: bytes.uint(4) }
}

export function configurationOf(properties: readonly Box[]): CodecConfiguration | undefined {
  const box = findBox(properties, 'av1C')
  if (box === undefined) return undefined
  const flags = new Bytes(box.content).skip(2).uint(1)
  const isHigh = (flags & 0x40) !== 0
  const isTwelve = (flags & 0x20) !== 0
  const deepest = isTwelve ? 12 : 10
  return { bitDepth: isHigh ? deepest : 8, isMonochrome: (flags & 0x10) !== 0 }
}

/** Bits of each channel, from `pixi`. */
export function channelDepths(properties: readonly Box[]): number[] {
  const box = findBox(properties, 'pixi')
  if (box === undefined) return []
  const { bytes } = fullBox(box.content)
  return [...bytes.take(bytes.uint(1))]
}

export function colourOf(properties: readonly Box[]): CodedColour | undefined {
  const box = properties.find(({ type, content }) => type === 'colr' && content.toString('latin1', 0, 4) === 'nclx')
  if (box === undefined) return undefined
  const bytes = new Bytes(box.content).skip(4)
  return { primaries: bytes.uint(2), transfer: bytes.uint(2), matrix: bytes.uint(2), isFullRange: (bytes.uint(1) & 0x80) !== 0 }
}

export function iccProfileOf(properties: readonly Box[]): Buffer | undefined {
  const kinds = ['prof', 'rICC']
  const box = properties.find(({ type, content }) => type === 'colr' && kinds.includes(content.toString('latin1', 0, 4)))
  return box?.content.subarray(4)
}

const alphaKinds = ['urn:mpeg:mpegB:cicp:systems:auxiliary:alpha', 'urn:mpeg:hevc:2015:auxid:1']

/** True for the picture that holds another one's transparency. `auxC` on items, `auxi` in tracks. */
export function isAlpha(properties: readonly Box[]): boolean {
  const box = findBox(properties, 'auxC') ?? findBox(properties, 'auxi')
  return box !== undefined && alphaKinds.includes(fullBox(box.content).bytes.text())
}

/** Quarter turns against the clock, from `irot`. */
export function quarterTurns({ content }: Box): number {
  return new Bytes(content).uint(1) & 3
}

/** What `imir` asks for: top and bottom change places, or left and right do. */
export function mirrorOf({ content }: Box): 'vertical' | 'horizontal' {
  return (new Bytes(content).uint(1) & 1) === 0 ? 'vertical' : 'horizontal'
}

/** The clean aperture (`clap`) as a rectangle of whole pixels in a picture of that size. */
export function cropOf({ content }: Box, size: Size): Crop {
  const bytes = new Bytes(content)
  const [width, height, shiftX, shiftY] = [ratio(bytes), ratio(bytes), ratio(bytes), ratio(bytes)]
  const left = (size.width - width) / 2 + shiftX
  const top = (size.height - height) / 2 + shiftY
  const crop = { left: Math.round(left), top: Math.round(top), width: Math.round(width), height: Math.round(height) }
  const isInside =
    crop.left >= 0 && crop.top >= 0 && crop.left + crop.width <= size.width && crop.top + crop.height <= size.height
  if (isInside && crop.width > 0 && crop.height > 0) return crop
  throw imageError('IMAGE_CORRUPT', `Expected a crop inside ${size.width}x${size.height}, got ${JSON.stringify(crop)}.`)
}

function ratio(bytes: Bytes): number {
  const [above, below] = [bytes.int32(), bytes.int32()]
  if (below === 0) throw imageError('IMAGE_CORRUPT', 'Expected a crop with fractions, got a division by zero.')
  return above / below
}
