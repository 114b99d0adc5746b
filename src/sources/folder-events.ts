/**
 * Hears from the system that something has changed in a folder. Only a hint: events are lost, and many file systems have
 * none, so whoever listens also looks from time to time.
 */
import { type FSWatcher, watch } from 'node:fs'
import { basename } from 'node:path'
import { errorCode } from '../base/errors.ts'
import { rawBytes } from './raw-name.ts'

/** The system's own limit is often 8,192 for all programs of a user. */
const mostFolders = 2_048

export class FolderEvents {
  readonly #onEvent: () => void
  readonly #watchers = new Map<string, FSWatcher>()
  /** The system lets no further folder be watched: the others are found by looking. */
  #isFull = false

  constructor(onEvent: () => void) {
    this.#onEvent = onEvent
  }

  /** Listens to these from now on, and to no others. Paths are raw, without a `/` at the end. */
  follow(folders: ReadonlySet<string>): void {
    for (const raw of this.#watchers.keys()) if (!folders.has(raw)) this.#drop(raw)
    for (const raw of folders) {
      if (this.#isFull || this.#watchers.size >= mostFolders) return
      if (!this.#watchers.has(raw)) this.#add(raw)
    }
  }

  close(): void {
    this.follow(new Set())
  }

  #add(raw: string): void {
    try {
      const heard = (kind: string, name: Buffer | null) => this.#heard(raw, kind, name)
      const watcher = watch(rawBytes(raw), { persistent: false, encoding: 'buffer' }, heard)
      watcher.on('error', () => this.#drop(raw))
      this.#watchers.set(raw, watcher)
    } catch (thrown) {
      this.#isFull = ['ENOSPC', 'EMFILE', 'ENFILE'].includes(errorCode(thrown) ?? '')
    }
  }

  /** A folder that was moved or made anew is another one under the same name: it is followed afresh. */
  #heard(raw: string, kind: string, name: Buffer | null): void {
    const child = name?.toString('latin1')
    if (kind === 'rename' && child !== undefined) {
      this.#drop(`${raw}/${child}`)
      if (child === basename(raw)) this.#drop(raw)
    }
    this.#onEvent()
  }

  #drop(raw: string): void {
    this.#watchers.get(raw)?.close()
    this.#watchers.delete(raw)
  }
}
