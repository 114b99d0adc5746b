import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../base/errors.ts'
import { sha256 } from '../base/json.ts'

/** Where long texts lie, each under the sha256 of its UTF-8 bytes. */
export interface Blobs {
  /** Returns the hash. Durable after the next `sync`. */
  put(text: string): string
  get(hash: string): string | undefined
  /** Makes everything put so far durable; called before the rows that name it are committed. */
  sync(): void
  /** Removes what `isKept` does not know; returns how many. */
  sweep(isKept: (hash: string) => boolean): number
}

export function memoryBlobs(): Blobs {
  const kept = new Map<string, string>()
  return {
    put(text) {
      const hash = sha256(text)
      kept.set(hash, text)
      return hash
    },
    get: (hash) => kept.get(hash),
    sync() {},
    sweep(isKept) {
      const gone = [...kept.keys()].filter((hash) => !isKept(hash))
      for (const hash of gone) kept.delete(hash)
      return gone.length
    },
  }
}

/** `<folder>/ab/<sha256>`: written beside, synced, renamed. A name that exists is complete. */
export class FolderBlobs implements Blobs {
  readonly #folder: string
  /** Folders with entries that are not on disk for certain yet. */
  readonly #unsynced = new Set<string>()
  readonly #sessionTag = `.${process.pid}.part`

  constructor(folder: string) {
    this.#folder = folder
  }

  put(text: string): string {
    const hash = sha256(text)
    const shelf = join(this.#folder, hash.slice(0, 2))
    mkdirSync(shelf, { recursive: true })
    if (!existsSync(join(shelf, hash))) {
      const temporary = join(shelf, hash + this.#sessionTag)
      writeSynced(temporary, text)
      renameSync(temporary, join(shelf, hash))
    }
    this.#unsynced.add(shelf).add(this.#folder)
    return hash
  }

  get(hash: string): string | undefined {
    try {
      return readFileSync(join(this.#folder, hash.slice(0, 2), hash), 'utf8')
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      throw error
    }
  }

  sync(): void {
    for (const folder of this.#unsynced) syncFolder(folder)
    this.#unsynced.clear()
  }

  sweep(isKept: (hash: string) => boolean): number {
    const gone = shelves(this.#folder).flatMap((shelf) =>
      readdirSync(shelf)
        .filter((name) => !isKept(name))
        .map((name) => join(shelf, name)),
    )
    for (const path of gone) rmSync(path, { force: true })
    return gone.length
  }
}

function shelves(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  }
}

function writeSynced(path: string, text: string): void {
  const handle = openSync(path, 'w')
  try {
    writeAll(handle, Buffer.from(text))
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function writeAll(handle: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written)
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
