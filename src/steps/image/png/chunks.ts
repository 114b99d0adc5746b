/** Chunks of a PNG (W3C PNG, third edition): length, type, data, CRC. */
import { crc32 } from 'node:zlib'

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Signature and IHDR, which is always first and always 25 bytes long. */
export const pngHeadBytes = pngSignature.length + 25

export function makeChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(data.length + 12)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, data.length + 8)), data.length + 8)
  return chunk
}

/** The PNG in pieces, with chunks put in right behind its header, where colour and metadata belong. */
export function withChunks(png: Buffer, chunks: readonly Buffer[]): Buffer[] {
  return [png.subarray(0, pngHeadBytes), ...chunks, png.subarray(pngHeadBytes)]
}
