/** Several PNGs as the frames of one animated PNG (W3C PNG, third edition). */
import { makeChunk, pngSignature } from './chunks.ts'

export interface Frame {
  /** A complete PNG. All frames have one size, depth and colour type. */
  readonly png: Buffer
  readonly durationMs: number
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

/** The animation in pieces; viewers that know no animation show the first frame. It repeats for ever. */
export function animatedPng(frames: readonly Frame[], metadata: readonly Buffer[]): Buffer[] {
  const [first] = frames
  if (first === undefined) return []
  const chunks = chunksIn(first.png)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13)
  const control = makeChunk('acTL', Buffer.concat([u32(frames.length), u32(0)]))
  const parts = frames.flatMap((frame, index) => frameChunks(frame, index, header))
  return [pngSignature, makeChunk('IHDR', header), ...metadata, control, ...parts, makeChunk('IEND', Buffer.alloc(0))]
}

/** Control and pixels of one frame. Sequence numbers count over both: 0 for the first, then two per frame. */
function frameChunks(frame: Frame, index: number, header: Buffer): Buffer[] {
  const number = index === 0 ? 0 : index * 2 - 1
  const data = Buffer.concat(pixelsOf(frame.png))
  const pixels = index === 0 ? makeChunk('IDAT', data) : makeChunk('fdAT', Buffer.concat([u32(number + 1), data]))
  return [makeChunk('fcTL', frameControl(number, frame.durationMs, header)), pixels]
}

/** The whole canvas, replaced by each frame. */
function frameControl(number: number, durationMs: number, header: Buffer): Buffer {
  const delay = Buffer.alloc(6)
  delay.writeUInt16BE(Math.min(65_535, Math.round(durationMs)), 0)
  delay.writeUInt16BE(1000, 2)
  return Buffer.concat([u32(number), header.subarray(0, 8), u32(0), u32(0), delay])
}

function pixelsOf(png: Buffer): Buffer[] {
  return chunksIn(png).flatMap(({ type, data }) => (type === 'IDAT' ? [data] : []))
}

function chunksIn(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let position = pngSignature.length; position + 12 <= png.length; ) {
    const length = png.readUInt32BE(position)
    chunks.push({
      type: png.toString('latin1', position + 4, position + 8),
      data: png.subarray(position + 8, position + 8 + length),
    })
    position += length + 12
  }
  return chunks
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
