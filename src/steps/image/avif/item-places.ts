/** The `iloc` box: where the bytes of each item lie. */

import { imageError } from '../image-errors.ts'
import { fullBox } from './boxes.ts'
import type { Bytes } from './bytes.ts'

export interface ItemPlace {
  /** Counted from the start of the file, or from the start of the `meta` box's own bytes (`idat`). */
  readonly within: 'file' | 'meta'
  readonly extents: readonly Extent[]
}

export interface Extent {
  readonly start: number
  /** 0: up to the end. */
  readonly length: number
}

interface Sizes {
  readonly version: number
  readonly offset: number
  readonly length: number
  readonly base: number
  readonly index: number
}

const mostExtents = 65_536

export function readPlaces(content: Buffer | undefined): Map<number, ItemPlace> {
  if (content === undefined) return new Map()
  const { version, bytes } = fullBox(content)
  const [offsetAndLength, baseAndIndex] = [bytes.uint(1), bytes.uint(1)]
  const sizes: Sizes = {
    version,
    offset: offsetAndLength >> 4,
    length: offsetAndLength & 15,
    base: baseAndIndex >> 4,
    index: version === 0 ? 0 : baseAndIndex & 15,
  }
  for (const size of [sizes.offset, sizes.length, sizes.base, sizes.index]) {
    if (![0, 4, 8].includes(size)) throw imageError('IMAGE_CORRUPT', `Expected offsets of 0, 4 or 8 bytes, got ${size}.`)
  }
  const count = bytes.uint(version < 2 ? 2 : 4)
  if (count * 6 > bytes.left) throw imageError('IMAGE_CORRUPT', `Expected places of ${count} items, got ${bytes.left} bytes.`)
  return new Map(Array.from({ length: count }, () => readPlace(bytes, sizes)))
}

function readPlace(bytes: Bytes, sizes: Sizes): [number, ItemPlace] {
  const id = bytes.uint(sizes.version < 2 ? 2 : 4)
  const method = sizes.version === 0 ? 0 : bytes.uint(2) & 15
  bytes.skip(2)
  const base = bytes.sized(sizes.base)
  const count = bytes.uint(2)
  if (method > 1)
    throw imageError('IMAGE_UNSUPPORTED', `Expected items in the file or in its header, got construction method ${method}.`)
  if (count > mostExtents || (count > 1 && count * (sizes.offset + sizes.length) > bytes.left)) {
    throw imageError('IMAGE_CORRUPT', `Expected the ${count} parts of item ${id}, got ${bytes.left} bytes.`)
  }
  const extents = Array.from({ length: count }, () => {
    bytes.sized(sizes.index)
    return { start: base + bytes.sized(sizes.offset), length: bytes.sized(sizes.length) }
  })
  return [id, { within: method === 0 ? 'file' : 'meta', extents }]
}
