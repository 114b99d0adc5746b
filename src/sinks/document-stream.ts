/** Standard output as a document. A reader that goes away (`| head`) ends the output, never the batch. */
import { errorCode } from '../base/errors.ts'
import type { Document } from './document.ts'
import type { ProjectionPlace } from './sink.ts'

export async function openStream({ standardOutput }: ProjectionPlace): Promise<Document> {
  return new StreamDocument(standardOutput)
}

class StreamDocument implements Document {
  /** Of this session: what earlier ones printed is gone. */
  offset = 0
  #error: Error | undefined
  readonly #stream: NodeJS.WritableStream
  readonly #onError = (error: Error) => {
    this.#error = error
  }

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream
    // Without a listener a closed pipe would end the process.
    stream.on('error', this.#onError)
  }

  /** Resolves when the stream has taken the text: a slow reader is waited for. */
  async append(text: string): Promise<number> {
    if (text !== '' && this.#error === undefined) await this.#write(text)
    if (this.#error !== undefined && !isGone(this.#error)) throw this.#error
    this.offset += Buffer.byteLength(text)
    return this.offset
  }

  async finish(): Promise<undefined> {
    await this.close()
  }

  // The listener stays: the error of a write may come after its callback.
  async close(): Promise<void> {}

  #write(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#stream.write(text, (error) => {
        if (error) this.#error ??= error
        resolve()
      })
    })
  }
}

function isGone(error: Error): boolean {
  return ['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'ECONNRESET'].includes(errorCode(error) ?? '')
}
