/**
 * Keeps a stream that cannot be read twice in a file, so that every read, and a resume in another process, gets the
 * same bytes.
 *
 * Duties: 1. bytes are in the file before a reader sees them; 2. readers follow the file while it grows; 3. a spool
 * that an earlier process began is only read, never written, and ends behind its last whole piece.
 */
import { access, type FileHandle, mkdir, open, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { toError } from '../base/errors.ts'
import { storageError } from '../system/storage-error.ts'

export interface Spool {
  /** From the start; waits for what is still to come. */
  read(signal: AbortSignal): AsyncIterable<Buffer>
  /** False once the end was read: an earlier process ended before the stream did, and the rest is lost. */
  readonly isComplete: boolean
  /** Stops reading the stream. Safe to repeat. */
  close(): Promise<void>
}

export interface SpoolPlan {
  /** Absolute; made when it is missing. */
  readonly folder: string
  readonly name: string
  /** The byte that ends a piece. */
  readonly separator: number
  /** Where the bytes come from; called only when there is no spool yet, and may refuse. */
  readonly chunks: () => AsyncIterable<Buffer>
  /** Makes a waiting stream end. */
  readonly stop?: () => void
}

const chunkBytes = 256 * 1024

export async function openSpool(plan: SpoolPlan): Promise<Spool> {
  const file = path.join(plan.folder, plan.name)
  if (await exists(file)) return oldSpool(file, plan.separator)
  const chunks = plan.chunks()
  await mkdir(plan.folder, { recursive: true })
  return new GrowingSpool({ file, handle: await open(file, 'wx'), chunks, stop: plan.stop })
}

async function oldSpool(file: string, separator: number): Promise<Spool> {
  await using handle = await open(file)
  const isComplete = await exists(doneMark(file))
  const { size } = await handle.stat()
  const length = isComplete ? size : await wholePieces(handle, size, separator)
  return { isComplete, read: (signal) => readTo(file, signal, async () => length), close: async () => undefined }
}

type Progress = (position: number) => Promise<number>

/** Yields what `reach` answers is there, until it answers no more than what was read. */
async function* readTo(file: string, signal: AbortSignal, reach: Progress): AsyncGenerator<Buffer> {
  await using handle = await open(file)
  let position = 0
  for (;;) {
    signal.throwIfAborted()
    const length = await reach(position)
    if (length <= position) return
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(chunkBytes, length - position)), { position })
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

interface Growth {
  readonly file: string
  readonly handle: FileHandle
  readonly chunks: AsyncIterable<Buffer>
  readonly stop: (() => void) | undefined
}

type State = { readonly name: 'growing' | 'complete' | 'stopped' } | { readonly name: 'failed'; readonly error: Error }

class GrowingSpool implements Spool {
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

/** Says that the stream had ended and all of it is in the spool. */
function doneMark(file: string): string {
  return `${file}.done`
}

/** The length up to the last separator: what follows it was cut off in the middle. */
async function wholePieces(handle: FileHandle, size: number, separator: number): Promise<number> {
  for (let end = size; end > 0; end -= chunkBytes) {
    const start = Math.max(0, end - chunkBytes)
    const { buffer } = await handle.read(Buffer.alloc(end - start), { position: start })
    const last = buffer.lastIndexOf(separator)
    if (last >= 0) return start + last + 1
  }
  return 0
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
