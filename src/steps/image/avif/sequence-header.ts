/** The head of an AV1 bitstream (AV1 specification, 5.5): what the coded picture itself claims, under whatever the file says. */
import { imageError } from '../image-errors.ts'
import type { CodedColour, Size } from './properties.ts'

export interface SequenceHeader extends Size {
  readonly colour: CodedColour
}

const sequenceObu = 1

/** Nothing where the bytes do not start with a sequence header (after what may stand before it). */
export function readSequenceHeader(data: Buffer): SequenceHeader | undefined {
  for (let position = 0; position < data.length; ) {
    const head = data[position] ?? 0
    const hasExtension = (head & 4) !== 0
    const hasSize = (head & 2) !== 0
    const body = position + (hasExtension ? 2 : 1)
    const { value, length } = hasSize ? leb128(data, body) : { value: data.length - body, length: 0 }
    if (((head >> 3) & 15) === sequenceObu) return parse(new Bits(data.subarray(body + length)))
    position = body + length + value
  }
  return undefined
}

/** A number in groups of seven bits, least first, at most 32 bits of it. */
function leb128(data: Buffer, start: number): { readonly value: number; readonly length: number } {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = data[start + index] ?? 0
    value += (byte & 127) * 2 ** (7 * index)
    if (byte < 128) return { value, length: index + 1 }
  }
  throw imageError('IMAGE_CORRUPT', 'Expected the length of an AV1 unit, got more than 8 bytes.')
}

class Bits {
  readonly #data: Buffer
  #position = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  read(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) {
      const byte = this.#data[this.#position >> 3]
      if (byte === undefined) throw imageError('IMAGE_TRUNCATED', 'Expected a complete AV1 sequence header, got its beginning.')
      value = value * 2 + ((byte >> (7 - (this.#position & 7))) & 1)
      this.#position += 1
    }
    return value
  }

  flag(): boolean {
    return this.read(1) === 1
  }

  /** Exponential-Golomb; only its length matters here. */
  skipUvlc(): void {
    let zeros = 0
    while (!this.flag() && zeros < 32) zeros += 1
    if (zeros < 32) this.read(zeros)
  }
}

function parse(bits: Bits): SequenceHeader {
  const profile = bits.read(3)
  bits.read(1)
  const isReduced = bits.flag()
  if (isReduced) bits.read(5)
  else skipOperatingPoints(bits)
  const [widthBits, heightBits] = [bits.read(4) + 1, bits.read(4) + 1]
  const size = { width: bits.read(widthBits) + 1, height: bits.read(heightBits) + 1 }
  if (!isReduced && bits.flag()) bits.read(7)
  bits.read(3)
  if (!isReduced) skipTools(bits)
  bits.read(3)
  return { ...size, colour: readColour(bits, profile) }
}

function skipOperatingPoints(bits: Bits): void {
  const delayBits = bits.flag() ? skipTiming(bits) : 0
  const hasDisplayDelay = bits.flag()
  const count = bits.read(5) + 1
  for (const _ of Array(count).keys()) {
    bits.read(12)
    if (bits.read(5) > 7) bits.read(1)
    if (delayBits > 0 && bits.flag()) bits.read(2 * delayBits + 1)
    if (hasDisplayDelay && bits.flag()) bits.read(4)
  }
}

/** The bits of each buffer delay further on; 0 where there are none. */
function skipTiming(bits: Bits): number {
  bits.read(64)
  if (bits.flag()) bits.skipUvlc()
  if (!bits.flag()) return 0
  const delayBits = bits.read(5) + 1
  bits.read(42)
  return delayBits
}

/** Coding tools that a sequence may switch on. */
function skipTools(bits: Bits): void {
  bits.read(4)
  const hasOrder = bits.flag()
  if (hasOrder) bits.read(2)
  const screenContent = bits.flag() ? 2 : bits.read(1)
  if (screenContent > 0 && !bits.flag()) bits.read(1)
  if (hasOrder) bits.read(3)
}

function readColour(bits: Bits, profile: number): CodedColour {
  const isHigh = bits.flag()
  if (profile === 2 && isHigh) bits.read(1)
  const isMonochrome = profile !== 1 && bits.flag()
  const isTold = bits.flag()
  const [primaries, transfer, matrix] = isTold ? [bits.read(8), bits.read(8), bits.read(8)] : [2, 2, 2]
  const isRgb = !isMonochrome && primaries === 1 && transfer === 13 && matrix === 0
  return { primaries, transfer, matrix, isFullRange: isRgb || bits.flag() }
}
