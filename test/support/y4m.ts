/** Pictures as decoders give them, before anybody turns them into RGB: the y4m format, and the exact conversion (ITU-T H.273). */

export interface Planes {
  readonly width: number
  readonly height: number
  readonly bitDepth: number
  /** Brightness, then blue and red difference; only brightness where the picture is gray. */
  readonly planes: readonly Uint16Array[]
  /** By how much chroma is smaller, across and down: 1 or 2. */
  readonly shrink: readonly [number, number]
}

const shrinks: Readonly<Record<string, readonly [number, number]>> = { '420': [2, 2], '422': [2, 1], '444': [1, 1], mono: [1, 1] }

export function readY4m(bytes: Buffer): Planes {
  const headEnd = bytes.indexOf(10)
  const head = bytes.toString('latin1', 0, headEnd)
  const [width, height] = [Number(/ W(\d+)/.exec(head)?.[1]), Number(/ H(\d+)/.exec(head)?.[1])]
  const [, kind = '420', deep] = / C(420|422|444|mono)(?:p?(10|12))?/.exec(head) ?? []
  const bitDepth = Number(deep ?? 8)
  const shrink = shrinks[kind] ?? [2, 2]
  const chroma = Math.ceil(width / shrink[0]) * Math.ceil(height / shrink[1])
  const sizes = kind === 'mono' ? [width * height] : [width * height, chroma, chroma]
  const bytesEach = bitDepth > 8 ? 2 : 1
  const start = bytes.indexOf(10, headEnd + 1) + 1
  const planes = sizes.map((size, index) => {
    const offset = start + sizes.slice(0, index).reduce((sum, before) => sum + before, 0) * bytesEach
    return Uint16Array.from(
      { length: size },
      (_, at) => (bytesEach === 1 ? bytes[offset + at] : bytes.readUInt16LE(offset + at * 2)) ?? 0,
    )
  })
  return { width, height, bitDepth, planes, shrink }
}

export interface Coding {
  /** Matrix coefficients of H.273; 2 (unspecified) means BT.601. */
  readonly matrix: number
  readonly isFullRange: boolean
}

/** Shares of red and blue in brightness. */
const shares: Readonly<Record<number, readonly [number, number]>> = {
  1: [0.2126, 0.0722],
  2: [0.299, 0.114],
  5: [0.299, 0.114],
  6: [0.299, 0.114],
  9: [0.2627, 0.0593],
}

/** Red, green, blue, alpha of 16 bits, in floating point up to the last rounding; chroma from the nearest sample. */
export function toRgba({ width, height, bitDepth, planes, shrink }: Planes, { matrix, isFullRange }: Coding): Uint16Array {
  const [kr, kb] = shares[matrix] ?? [Number.NaN, Number.NaN]
  const [luma = new Uint16Array(), blueDiff, redDiff] = planes
  const [most, step] = [2 ** bitDepth - 1, 2 ** (bitDepth - 8)]
  // Gray of 8 bits is left as it is by every decoder looked at, whatever range its bitstream claims.
  const isFull = isFullRange || planes.length === 1
  const range = isFull ? { low: 0, luma: most, chroma: most } : { low: 16 * step, luma: 219 * step, chroma: 224 * step }
  const chromaWidth = Math.ceil(width / shrink[0])
  const out = new Uint16Array(width * height * 4).fill(65_535)
  for (let index = 0; index < luma.length; index++) {
    const at = Math.floor(Math.floor(index / width) / shrink[1]) * chromaWidth + Math.floor((index % width) / shrink[0])
    const y = ((luma[index] ?? 0) - range.low) / range.luma
    const b = y + (2 * (1 - kb) * ((blueDiff?.[at] ?? 128 * step) - 128 * step)) / range.chroma
    const r = y + (2 * (1 - kr) * ((redDiff?.[at] ?? 128 * step) - 128 * step)) / range.chroma
    const g = (y - kr * r - kb * b) / (1 - kr - kb)
    out[index * 4] = rounded(r)
    out[index * 4 + 1] = rounded(g)
    out[index * 4 + 2] = rounded(b)
  }
  return out
}

function rounded(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 65_535)
}
