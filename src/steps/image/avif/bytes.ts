import { imageError } from '../image-errors.ts'

/** A window on untrusted bytes. Every read is checked: what lies outside is IMAGE_CORRUPT, never undefined or a RangeError. */
export class Bytes {
  readonly #buffer: Buffer
  /** Where the next sequential read starts, from the window's start. */
  position = 0

  constructor(buffer: Buffer) {
    this.#buffer = buffer
  }

  get length(): number {
    return this.#buffer.length
  }

  get left(): number {
    return this.length - this.position
  }

  /** Whole number of 0 to 6 bytes, big end first. */
  uint(size: number): number {
    if (size === 0) return 0
    return this.take(size).readUIntBE(0, size)
  }

  /** 64 bits; a number that does not fit a double exactly is no honest offset. */
  uint64(): number {
    const value = this.take(8).readBigUInt64BE(0)
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw imageError('IMAGE_CORRUPT', `Expected a file offset, got ${value}.`)
    return Number(value)
  }

  int32(): number {
    return this.take(4).readInt32BE(0)
  }

  /** An unsigned number of `size` bytes as `iloc` writes them: 0, 4 or 8. */
  sized(size: number): number {
    return size === 8 ? this.uint64() : this.uint(size)
  }

  /** Four characters. */
  type(): string {
    return this.take(4).toString('latin1')
  }

  /** Text up to the next zero byte, or to the end. */
  text(): string {
    const end = this.#buffer.indexOf(0, this.position)
    const stop = end < 0 ? this.length : end
    const text = this.#buffer.toString('latin1', this.position, stop)
    this.position = Math.min(this.length, stop + 1)
    return text
  }

  skip(count: number): this {
    this.take(count)
    return this
  }

  take(count: number): Buffer {
    if (count < 0 || count > this.left) {
      throw imageError('IMAGE_CORRUPT', `Expected ${count} more bytes in a box of the header, got ${this.left}.`)
    }
    const part = this.#buffer.subarray(this.position, this.position + count)
    this.position += count
    return part
  }

  rest(): Buffer {
    return this.take(this.left)
  }
}
