/**
 * Logs as projections of the ledger: the committed offset is the truth, not the length of the file. Text behind it will be
 * written again from the rows, so cutting it off loses nothing and repeats nothing.
 */
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A text file that only grows; what a crash left behind the last committed offset is cut off when it is opened. */
export class LogFile {
  readonly path: string
  readonly #handle: FileHandle
  #offset: number

  private constructor(path: string, handle: FileHandle, offset: number) {
    this.path = path
    this.#handle = handle
    this.#offset = offset
  }

  static async open(path: string, offset: number): Promise<LogFile> {
    await mkdir(dirname(path), { recursive: true })
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o644)
    await handle.truncate(offset)
    return new LogFile(path, handle, offset)
  }

  /** Resolves with the offset behind the text, when it is synced. */
  async append(text: string): Promise<number> {
    if (text === '') return this.#offset
    const bytes = Buffer.from(text)
    let written = 0
    while (written < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, written, bytes.length - written, this.#offset + written)
      written += bytesWritten
    }
    await this.#handle.datasync()
    this.#offset += bytes.length
    return this.#offset
  }

  get offset(): number {
    return this.#offset
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}
