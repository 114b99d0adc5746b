import { type FileHandle, open } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { crc32, createInflate, type Inflate } from 'node:zlib'
import { toError } from '../../../base/errors.ts'
import { imageError } from '../image-errors.ts'
import { pngSignature } from './chunks.ts'

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

interface Chunk {
  readonly type: string
  readonly start: number
  readonly length: number
}

const pieceBytes = 1024 * 1024
/** Pixel data carries the colour type as channels: gray, RGB, palette, gray and alpha, RGB and alpha. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/**
 * Reads a PNG back in full: signature, every chunk's CRC, and the compressed pixels down to the last byte and their checksum.
 * @throws PermanentError IMAGE_OUTPUT_DAMAGED.
 */
export async function checkPng(path: string): Promise<PngFacts> {
  await using file = await open(path, 'r')
  const sizeBytes = (await file.stat()).size
  const start = await piece(file, 0, 33)
  if (!start.subarray(0, 8).equals(pngSignature) || start.length < 33) throw damaged('the start of a PNG', 'other bytes')
  const header = {
    width: start.readUInt32BE(16),
    height: start.readUInt32BE(20),
    bitDepth: start[24] ?? 0,
    colourType: start[25] ?? 0,
  }
  const stride = Math.ceil((header.width * (channels[header.colourType] ?? 0) * header.bitDepth) / 8)
  const pixels = new PixelStream(header.height * (1 + stride))
  const seen = new Set<string>()
  for await (const chunk of chunksOf(file, sizeBytes)) {
    seen.add(chunk.type)
    await readChunk(file, chunk, chunk.type === 'IDAT' ? pixels : undefined)
  }
  await pixels.end()
  if (!seen.has('IEND')) throw damaged('the end of the PNG (IEND)', 'nothing')
  return {
    width: header.width,
    height: header.height,
    bitDepth: header.bitDepth,
    hasAlpha: header.colourType >= 4 || seen.has('tRNS'),
    isGray: header.colourType === 0 || header.colourType === 4,
    hasProfile: seen.has('iCCP') || seen.has('cICP') || seen.has('sRGB'),
    hasExif: seen.has('eXIf'),
    frames: seen.has('acTL') ? await frameCount(file, sizeBytes) : 1,
    sizeBytes,
  }
}

async function* chunksOf(file: FileHandle, sizeBytes: number): AsyncGenerator<Chunk> {
  for (let position = pngSignature.length; position < sizeBytes; ) {
    const head = await piece(file, position, 8)
    if (head.length < 8) throw damaged('a chunk', `${head.length} bytes at byte ${position}`)
    const chunk = { type: head.toString('latin1', 4, 8), start: position + 8, length: head.readUInt32BE(0) }
    position = chunk.start + chunk.length + 4
    if (position > sizeBytes) throw damaged(`chunk ${chunk.type} up to byte ${position}`, `a file of ${sizeBytes} bytes`)
    yield chunk
  }
}

async function readChunk(file: FileHandle, chunk: Chunk, pixels: PixelStream | undefined): Promise<void> {
  let sum = crc32(chunk.type)
  for (let done = 0; done < chunk.length; done += pieceBytes) {
    const data = await piece(file, chunk.start + done, Math.min(pieceBytes, chunk.length - done))
    sum = crc32(data, sum)
    await pixels?.write(data)
  }
  const told = (await piece(file, chunk.start + chunk.length, 4)).readUInt32BE(0)
  if (told !== sum) throw damaged(`chunk ${chunk.type} with checksum ${told}`, String(sum))
}

async function frameCount(file: FileHandle, sizeBytes: number): Promise<number> {
  for await (const chunk of chunksOf(file, sizeBytes)) {
    if (chunk.type === 'acTL') return (await piece(file, chunk.start, 4)).readUInt32BE(0)
  }
  return 1
}

async function piece(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** Inflates what is written to it, and knows how many bytes must come out. */
class PixelStream {
  readonly #expectedBytes: number
  readonly #inflate: Inflate = createInflate({ chunkSize: 256 * 1024 })
  readonly #done: Promise<unknown>
  #bytes = 0

  constructor(expectedBytes: number) {
    this.#expectedBytes = expectedBytes
    this.#inflate.on('data', (data: Buffer) => {
      this.#bytes += data.length
    })
    this.#done = finished(this.#inflate).then(
      () => undefined,
      (error: unknown) => toError(error),
    )
  }

  async write(data: Buffer): Promise<void> {
    if (this.#inflate.destroyed || this.#inflate.write(data)) return
    await Promise.race([new Promise((resolve) => this.#inflate.once('drain', resolve)), this.#done])
  }

  async end(): Promise<void> {
    if (!this.#inflate.destroyed) this.#inflate.end()
    const error = await this.#done
    if (error instanceof Error) throw damaged('complete compressed pixels', error.message)
    if (this.#bytes !== this.#expectedBytes) throw damaged(`${this.#expectedBytes} bytes of pixels`, `${this.#bytes}`)
  }
}

function damaged(expected: string, got: string): Error {
  return imageError('IMAGE_OUTPUT_DAMAGED', `Expected ${expected} in the PNG that was written, got ${got}.`)
}
