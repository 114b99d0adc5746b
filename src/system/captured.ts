/** Keeps the beginning and the end of a stream within a fixed size, and counts all of it. */
export class Captured {
  readonly #headBytes: number
  readonly #tail: TailBuffer
  readonly #head: Buffer[] = []
  #headUsed = 0
  #sizeBytes = 0

  constructor(limitBytes: number) {
    this.#headBytes = Math.ceil(limitBytes / 2)
    this.#tail = new TailBuffer(Math.floor(limitBytes / 2))
  }

  /** How many bytes came by. */
  get sizeBytes(): number {
    return this.#sizeBytes
  }

  add(chunk: Buffer): void {
    this.#sizeBytes += chunk.length
    const room = this.#headBytes - this.#headUsed
    if (room > 0) this.#head.push(chunk.subarray(0, room))
    this.#headUsed += Math.min(room, chunk.length)
    if (chunk.length > room) this.#tail.add(chunk.subarray(room))
  }

  /** As UTF-8, without halves of characters at the cut; the cut says how much is missing. */
  text(): string {
    const head = Buffer.concat(this.#head)
    const tail = this.#tail.bytes()
    const missing = this.#sizeBytes - head.length - tail.length
    if (missing === 0) return Buffer.concat([head, tail]).toString()
    return `${withoutTornEnd(head)}\n… ${missing} bytes left out …\n${withoutTornStart(tail)}`
  }
}

/** The last bytes of a stream, in a buffer that is written round and round. */
class TailBuffer {
  readonly #limitBytes: number
  #ring: Buffer | undefined
  #written = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  add(chunk: Buffer): void {
    if (this.#limitBytes === 0) return
    this.#ring ??= Buffer.allocUnsafe(this.#limitBytes)
    const kept = chunk.subarray(Math.max(0, chunk.length - this.#limitBytes))
    this.#written += chunk.length - kept.length
    const at = this.#written % this.#limitBytes
    const first = kept.copy(this.#ring, at)
    kept.copy(this.#ring, 0, first)
    this.#written += kept.length
  }

  bytes(): Buffer {
    if (this.#ring === undefined) return Buffer.alloc(0)
    if (this.#written <= this.#limitBytes) return this.#ring.subarray(0, this.#written)
    const at = this.#written % this.#limitBytes
    return Buffer.concat([this.#ring.subarray(at), this.#ring.subarray(0, at)])
  }
}

function withoutTornEnd(bytes: Buffer): string {
  // `stream` holds back the bytes of a character that is not complete.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
}

function withoutTornStart(bytes: Buffer): string {
  const start = bytes.subarray(0, 4).findIndex((byte) => (byte & 0xc0) !== 0x80)
  return bytes.subarray(Math.max(0, start)).toString()
}
