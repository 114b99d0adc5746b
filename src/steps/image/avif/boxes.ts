/** The boxes of an ISO base media file (ISO/IEC 14496-12): length, type, content. */

import { imageError } from '../image-errors.ts'
import { Bytes } from './bytes.ts'

export interface Box {
  readonly type: string
  readonly content: Buffer
}

/** More boxes than any honest header has: beyond it somebody wants our time. */
const mostBoxes = 20_000

/** All boxes that lie directly in `content`. */
export function boxesIn(content: Buffer): Box[] {
  const bytes = new Bytes(content)
  const boxes: Box[] = []
  while (bytes.left >= 8) {
    const { type, headerBytes, totalBytes } = boxHeader(bytes)
    const total = totalBytes === 0 ? bytes.left + headerBytes : totalBytes
    boxes.push({ type, content: bytes.take(total - headerBytes) })
    if (boxes.length > mostBoxes) throw imageError('IMAGE_CORRUPT', `Expected at most ${mostBoxes} boxes in one box, got more.`)
  }
  return boxes
}

export interface BoxHeader {
  readonly type: string
  readonly headerBytes: number
  /** Header and content; 0: up to the end of what surrounds it. */
  readonly totalBytes: number
}

/** Reads a box's header and leaves the position at its content. */
export function boxHeader(bytes: Bytes): BoxHeader {
  const size = bytes.uint(4)
  const type = bytes.type()
  const isLong = size === 1
  const totalBytes = isLong ? bytes.uint64() : size
  const headerBytes = isLong ? 16 : 8
  if (totalBytes !== 0 && totalBytes < headerBytes) {
    throw imageError(
      'IMAGE_CORRUPT',
      `Expected box ${JSON.stringify(type)} to be at least ${headerBytes} bytes, got ${totalBytes}.`,
    )
  }
  return { type, headerBytes, totalBytes }
}

export function findBox(boxes: readonly Box[], type: string): Box | undefined {
  return boxes.find((box) => box.type === type)
}

/** The content of a box with version and flags in front. */
export function fullBox(content: Buffer): { readonly version: number; readonly flags: number; readonly bytes: Bytes } {
  const bytes = new Bytes(content)
  const version = bytes.uint(1)
  return { version, flags: bytes.uint(3), bytes }
}

/** Makes a box: used to hand a decoder a smaller file than the one that came. */
export function makeBox(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(content.length + 8, 0)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, content])
}
