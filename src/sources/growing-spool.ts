/** A spool whose stream is still coming in: one writer, any number of readers that follow it. */
import { type FileHandle, writeFile } from 'node:fs/promises'
import { toError } from '../base/errors.ts'
import { storageError } from '../system/storage-error.ts'
import type { Spool } from './spool.ts'
import { chunkBytes, doneMark, readTo } from './spool-file.ts'

export interface Growth {
  readonly file: string
  readonly handle: FileHandle
  readonly chunks: AsyncIterable<Buffer>
  readonly stop: (() => void) | undefined
}

type State = { readonly name: 'growing' | 'complete' | 'stopped' } | { readonly name: 'failed'; readonly error: Error }

export class GrowingSpool implements Spool {
  #state: State = { name: 'growing' }
  #length = 0
  #change = Promise.withResolvers<void>()
  #waiting: Buffer[] = []
  #waitingBytes = 0
  #writing: Promise<void> | undefined
  #isPumping = false
  readonly #growth: Growth

  constructor(growth: Growth) {
    this.#growth = growth
  }

  get isComplete(): boolean {
    return this.#state.name === 'complete'
  }

  async *read(signal: AbortSignal): AsyncGenerator<Buffer> {
    if (!this.#isPumping) this.#start()
    const wake = () => this.#tell()
    signal.addEventListener('abort', wake)
    try {
      yield* readTo(this.#growth.file, signal, (position) => this.#reach(position, signal))
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  async close(): Promise<void> {
    if (this.#state.name === 'growing') {
      this.#enter({ name: 'stopped' })
      if (this.#isPumping) this.#growth.stop?.()
    }
    await this.#writing
    await this.#growth.handle.close()
  }

  async #reach(position: number, signal: AbortSignal): Promise<number> {
    while (this.#length <= position && this.#state.name === 'growing') {
      await this.#change.promise
      signal.throwIfAborted()
    }
    if (this.#length <= position && this.#state.name === 'failed') throw this.#state.error
    return this.#length
  }

  #start(): void {
    this.#isPumping = true
    this.#pump().catch(async (thrown) => {
      await this.#writing
      this.#fail(thrown)
    })
  }

  async #pump(): Promise<void> {
    for await (const chunk of this.#growth.chunks) {
      if (this.#state.name !== 'growing') return
      this.#waiting.push(chunk)
      this.#waitingBytes += chunk.length
      this.#writing ??= this.#write()
      // Small pieces gather while a write is under way; a fast stream waits for the disk.
      if (this.#waitingBytes > chunkBytes) await this.#writing
    }
    await this.#writing
    if (this.#state.name !== 'growing') return
    await this.#finish()
    this.#enter({ name: 'complete' })
  }

  /** Writes what waits, and what comes meanwhile. Never rejects: readers are told. */
  async #write(): Promise<void> {
    // Not at once, so that what comes in the same moment goes in the same write.
    await Promise.resolve()
    try {
      while (this.#waitingBytes > 0 && this.#state.name === 'growing') await this.#writeWaiting()
    } catch (thrown) {
      this.#fail(storageError(thrown, this.#growth.file))
    }
    this.#writing = undefined
  }

  async #writeWaiting(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting)
    this.#waiting = []
    this.#waitingBytes = 0
    await this.#growth.handle.writeFile(bytes)
    this.#length += bytes.length
    this.#tell()
  }

  async #finish(): Promise<void> {
    await this.#growth.handle.sync()
    await writeFile(doneMark(this.#growth.file), '', { flush: true })
  }

  #fail(thrown: unknown): void {
    if (this.#state.name === 'growing') this.#enter({ name: 'failed', error: toError(thrown) })
  }

  #enter(state: State): void {
    this.#state = state
    this.#tell()
  }

  #tell(): void {
    const told = this.#change
    this.#change = Promise.withResolvers()
    told.resolve()
  }
}
