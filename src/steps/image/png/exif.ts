/** The little of EXIF (a TIFF structure) that matters here: when the picture was taken, and which way is up. */

const orientationTag = 0x0112
const exifTag = 0x8769
const takenTag = 0x9003
const offsetTag = 0x9011
const mostEntries = 512

interface Entry {
  readonly tag: number
  /** Where its value field lies. */
  readonly valueAt: number
  readonly count: number
}

interface Tiff {
  readonly bytes: Buffer
  u16(at: number): number
  u32(at: number): number
}

/** Reads beyond the end give 0: broken EXIF is passed over, not refused. */
function tiffOf(bytes: Buffer): Tiff | undefined {
  const order = bytes.toString('latin1', 0, 2)
  if (order !== 'II' && order !== 'MM') return undefined
  const isLittle = order === 'II'
  const fits = (at: number, size: number) => at >= 0 && at + size <= bytes.length
  return {
    bytes,
    u16: (at) => (fits(at, 2) ? (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)) : 0),
    u32: (at) => (fits(at, 4) ? (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) : 0),
  }
}

function entriesAt(tiff: Tiff, at: number): Entry[] {
  const count = Math.min(tiff.u16(at), mostEntries)
  return Array.from({ length: count }, (_, index) => {
    const start = at + 2 + index * 12
    return { tag: tiff.u16(start), count: tiff.u32(start + 4), valueAt: start + 8 }
  })
}

/**
 * The same EXIF with its orientation set to "as stored": the pixels are already turned, and a viewer must not turn them again.
 */
export function withoutOrientation(exif: Buffer): Buffer {
  const tiff = tiffOf(exif)
  const entry = tiff && entriesAt(tiff, tiff.u32(4)).find(({ tag }) => tag === orientationTag)
  if (entry === undefined || entry.valueAt + 2 > exif.length) return exif
  const copy = Buffer.from(exif)
  const isLittle = exif.toString('latin1', 0, 2) === 'II'
  copy.set(isLittle ? [1, 0] : [0, 1], entry.valueAt)
  return copy
}

/** When the picture was taken, in milliseconds since 1970; without an offset in the file, as if in UTC. */
export function takenMs(exif: Buffer | undefined): number | undefined {
  const tiff = exif && tiffOf(exif)
  if (tiff === undefined) return undefined
  const pointer = entriesAt(tiff, tiff.u32(4)).find(({ tag }) => tag === exifTag)
  const entries = pointer === undefined ? [] : entriesAt(tiff, tiff.u32(pointer.valueAt))
  const taken = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(textOf(tiff, entries, takenTag))
  if (taken === null) return undefined
  const offset = /^[+-]\d\d:\d\d/.exec(textOf(tiff, entries, offsetTag))?.[0] ?? 'Z'
  const time = Date.parse(`${taken[1]}-${taken[2]}-${taken[3]}T${taken[4]}${offset}`)
  return Number.isNaN(time) ? undefined : time
}

function textOf(tiff: Tiff, entries: readonly Entry[], tag: number): string {
  const entry = entries.find((found) => found.tag === tag)
  if (entry === undefined) return ''
  const start = entry.count > 4 ? tiff.u32(entry.valueAt) : entry.valueAt
  return tiff.bytes.toString('latin1', start, Math.min(start + Math.min(entry.count, 64), tiff.bytes.length))
}
