/** A PNG is read back in pieces of bounded size: memory does not grow with the picture. */
import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { imageError } from '../image-errors.ts'
import { pngSignature } from './chunks.ts'
import { FileWindow } from './file-window.ts'
import { PixelStream } from './pixel-stream.ts'

/** What a PNG on the disk really is. */
export interface PngFacts {
  readonly width: number
  readonly height: number
  readonly bitDepth: number
  readonly hasAlpha: boolean
  readonly isGray: boolean
  readonly hasProfile: boolean
  readonly hasExif: boolean
  readonly frames: number
  readonly sizeBytes: number
}

/** Pixel data carries the colour type as channels: gray, RGB, palette, gray and alpha, RGB and alpha. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/**
 * Reads a PNG back in full: signature, every chunk's CRC, and the compressed pixels down to the last byte and their checksum.
 * @throws PermanentError IMAGE_OUTPUT_DAMAGED.
 */
export async function checkPng(path: string): Promise<PngFacts> {
  await using file = await open(path, 'r')
  const window = new FileWindow(file)
  if (!(await window.exactly(8)).equals(pngSignature)) throw damaged('the start of a PNG', 'other bytes')
  const pixels = new PixelStream()
  const seen = await readChunks(window, pixels)
  const header = headerOf(seen)
  const inflated = await pixels.end()
  if (inflated instanceof Error) throw damaged('complete compressed pixels', inflated.message)
  if (inflated !== header.pixelBytes) throw damaged(`${header.pixelBytes} bytes of pixels`, String(inflated))
  return {
    width: header.width,
    height: header.height,
    bitDepth: header.bitDepth,
    hasAlpha: header.colourType >= 4 || seen.has('tRNS'),
    isGray: header.colourType === 0 || header.colourType === 4,
    hasProfile: ['iCCP', 'cICP', 'sRGB'].some((type) => seen.has(type)),
    hasExif: seen.has('eXIf'),
    frames: seen.get('acTL')?.readUInt32BE(0) ?? 1,
    sizeBytes: window.position,
  }
}

/** The first bytes of the last chunk of each type. */
type Seen = ReadonlyMap<string, Buffer>

async function readChunks(window: FileWindow, pixels: PixelStream): Promise<Seen> {
  const seen = new Map<string, Buffer>()
  for (;;) {
    const head = await window.exactly(8)
    if (head.length === 0 && seen.has('IEND')) return seen
    if (head.length < 8) throw damaged('the end of the PNG (IEND)', `the end of the file at byte ${window.position}`)
    const type = head.toString('latin1', 4, 8)
    seen.set(type, await readChunk(window, { type, length: head.readUInt32BE(0) }, pixels))
  }
}

interface Chunk {
  readonly type: string
  readonly length: number
}

async function readChunk(window: FileWindow, { type, length }: Chunk, pixels: PixelStream): Promise<Buffer> {
  const start = await window.exactly(Math.min(length, 16))
  let sum = crc32(start, crc32(type))
  if (type === 'IDAT') await pixels.write(start)
  for (let left = length - start.length; left > 0; ) {
    const data = await window.some(left)
    if (data.length === 0) throw damaged(`chunk ${type} of ${length} bytes`, 'the end of the file')
    sum = crc32(data, sum)
    left -= data.length
    if (type === 'IDAT') await pixels.write(data)
  }
  const told = await window.exactly(4)
  if (told.length < 4 || told.readUInt32BE(0) !== sum) throw damaged(`chunk ${type} with its checksum`, 'another one')
  return start
}

function headerOf(seen: Seen) {
  const header = seen.get('IHDR')
  if (header === undefined || header.length < 13) throw damaged('the header of a PNG (IHDR)', 'none')
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [bitDepth = 0, colourType = 0] = header.subarray(8)
  const stride = Math.ceil((width * (channels[colourType] ?? 0) * bitDepth) / 8)
  return { width, height, bitDepth, colourType, pixelBytes: height * (1 + stride) }
}

function damaged(expected: string, got: string): Error {
  return imageError('IMAGE_OUTPUT_DAMAGED', `Expected ${expected} in the PNG that was written, got ${got}.`)
}
