import type { FileHandle } from 'node:fs/promises'

/** Reads a file from its start to its end in large pieces, and gives them out in small ones. */
export class FileWindow {
  readonly #file: FileHandle
  readonly #pieceBytes: number
  #buffer = Buffer.alloc(0)
  #used = 0
  /** Where the next byte lies in the file. */
  position = 0

  constructor(file: FileHandle, pieceBytes = 1024 * 1024) {
    this.#file = file
    this.#pieceBytes = pieceBytes
  }

  /** The next bytes, at most as many as asked and fewer where a piece ends; none at the end of the file. */
  async some(most: number): Promise<Buffer> {
    if (this.#used === this.#buffer.length) await this.#refill()
    const part = this.#buffer.subarray(this.#used, this.#used + most)
    this.#used += part.length
    this.position += part.length
    return part
  }

  /** Exactly so many bytes, fewer only at the end of the file. */
  async exactly(count: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let missing = count; missing > 0; ) {
      const part = await this.some(missing)
      if (part.length === 0) break
      parts.push(part)
      missing -= part.length
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)
  }

  /** Always into new memory: parts that were given out stay what they are. */
  async #refill(): Promise<void> {
    const buffer = Buffer.allocUnsafeSlow(this.#pieceBytes)
    const { bytesRead } = await this.#file.read(buffer, 0, this.#pieceBytes, this.position)
    this.#buffer = buffer.subarray(0, bytesRead)
    this.#used = 0
  }
}
