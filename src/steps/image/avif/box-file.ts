import type { FileHandle } from 'node:fs/promises'
import { imageError } from '../image-errors.ts'
import { boxHeader } from './boxes.ts'
import { Bytes } from './bytes.ts'

/** The parts of a file that describe the picture; its pixels (`mdat`) stay on the disk. */
export interface BoxFile {
  readonly sizeBytes: number
  readonly boxes: readonly PlacedBox[]
}

export interface PlacedBox {
  readonly type: string
  /** Where its content starts in the file. */
  readonly start: number
  readonly content: Buffer
}

const wanted = new Set(['ftyp', 'meta', 'moov'])
/** A header larger than this is not one: real ones have a few kilobytes. */
const largestHeaderBytes = 16 * 1024 * 1024
const mostTopBoxes = 4_096

/**
 * Walks the top-level boxes.
 * @throws PermanentError IMAGE_TRUNCATED when a box reaches beyond the end of the file.
 */
export async function readBoxFile(file: FileHandle): Promise<BoxFile> {
  const sizeBytes = (await file.stat()).size
  const boxes: PlacedBox[] = []
  let position = 0
  for (let count = 0; position < sizeBytes; count++) {
    if (count === mostTopBoxes) throw imageError('IMAGE_CORRUPT', `Expected at most ${mostTopBoxes} boxes, got more.`)
    const box = await topBox(file, position, sizeBytes)
    if (wanted.has(box.type)) boxes.push({ type: box.type, start: box.start, content: await contentOf(file, box) })
    position = box.end
  }
  return { sizeBytes, boxes }
}

interface TopBox {
  readonly type: string
  readonly start: number
  readonly end: number
}

async function topBox(file: FileHandle, position: number, sizeBytes: number): Promise<TopBox> {
  const head = await readAt(file, position, Math.min(16, sizeBytes - position))
  if (head.length < 8)
    throw imageError('IMAGE_TRUNCATED', `Expected a box of at least 8 bytes at byte ${position}, got ${head.length}.`)
  const { type, headerBytes, totalBytes } = boxHeader(new Bytes(head))
  const end = totalBytes === 0 ? sizeBytes : position + totalBytes
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type))
    throw imageError('IMAGE_CORRUPT', `Expected the name of a box at byte ${position + 4}, got other bytes.`)
  if (end > sizeBytes) {
    throw imageError('IMAGE_TRUNCATED', `Expected box "${type}" to end at byte ${end}, but the file ends at byte ${sizeBytes}.`)
  }
  return { type, start: position + headerBytes, end }
}

async function contentOf(file: FileHandle, { type, start, end }: TopBox): Promise<Buffer> {
  if (end - start > largestHeaderBytes) {
    throw imageError('IMAGE_CORRUPT', `Expected box "${type}" to have at most ${largestHeaderBytes} bytes, got ${end - start}.`)
  }
  return readAt(file, start, end - start)
}

/** Exactly the bytes asked for, fewer only at the end of the file. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}
