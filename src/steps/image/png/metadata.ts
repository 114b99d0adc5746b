import { deflateSync } from 'node:zlib'
import type { CodedColour } from '../avif/properties.ts'
import type { Picture } from '../picture.ts'
import { makeChunk } from './chunks.ts'
import { withoutOrientation } from './exif.ts'

/** The chunks that carry the input's colour meaning and descriptions over into a PNG. */
export function metadataChunks(picture: Picture, isKept: boolean): Buffer[] {
  const colour = colourChunks(picture, isKept)
  if (!isKept) return colour
  const exif = picture.exif === undefined ? [] : [makeChunk('eXIf', withoutOrientation(picture.exif))]
  const xmp = picture.xmp === undefined ? [] : [makeChunk('iTXt', xmpText(picture.xmp))]
  return [...colour, ...exif, ...xmp]
}

/** A profile says more than code points, so it goes first; without it, code points are kept even where metadata is not. */
function colourChunks({ icc, colour }: Picture, isKept: boolean): Buffer[] {
  if (icc !== undefined) return isKept ? [makeChunk('iCCP', profileData(icc))] : []
  if (colour === undefined || isUnspecified(colour)) return []
  return isSrgb(colour) ? [makeChunk('sRGB', Buffer.from([0]))] : [makeChunk('cICP', codePoints(colour))]
}

export function isUnspecified({ primaries, transfer }: CodedColour): boolean {
  return primaries === 2 || transfer === 2
}

export function isSrgb({ primaries, transfer }: CodedColour): boolean {
  return primaries === 1 && transfer === 13
}

/** RGB has no matrix (0) and uses the full range. */
function codePoints({ primaries, transfer }: CodedColour): Buffer {
  return Buffer.from([primaries & 255, transfer & 255, 0, 1])
}

function profileData(icc: Buffer): Buffer {
  return Buffer.concat([Buffer.from('ICC profile\0\0', 'latin1'), deflateSync(icc)])
}

function xmpText(xmp: Buffer): Buffer {
  return Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1'), xmp])
}
