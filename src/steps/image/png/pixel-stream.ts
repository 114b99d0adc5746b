import { finished } from 'node:stream/promises'
import { createInflate, type Inflate } from 'node:zlib'
import { toError } from '../../../base/errors.ts'

/** Enough at once that the call costs less than the work. */
const batchBytes = 512 * 1024

/** Inflates the compressed pixels that are given to it, and counts what comes out. */
export class PixelStream {
  readonly #inflate: Inflate = createInflate({ chunkSize: 1024 * 1024 })
  readonly #done: Promise<Error | undefined>
  #batch: Buffer[] = []
  #batched = 0
  #bytes = 0

  constructor() {
    this.#inflate.on('data', (data: Buffer) => {
      this.#bytes += data.length
    })
    this.#done = finished(this.#inflate).then(() => undefined, toError)
  }

  async write(data: Buffer): Promise<void> {
    this.#batch.push(data)
    this.#batched += data.length
    if (this.#batched >= batchBytes) await this.#flush()
  }

  /** How many bytes came out, or why the stream is not sound: broken, cut, or with a wrong checksum. */
  async end(): Promise<number | Error> {
    await this.#flush()
    if (!this.#inflate.destroyed) this.#inflate.end()
    return (await this.#done) ?? this.#bytes
  }

  async #flush(): Promise<void> {
    const data = Buffer.concat(this.#batch)
    this.#batch = []
    this.#batched = 0
    if (this.#inflate.destroyed || this.#inflate.write(data)) return
    await Promise.race([new Promise((resolve) => this.#inflate.once('drain', resolve)), this.#done])
  }
}
