import type { Json, JsonObject } from '../base/json.ts'

/** One unit of input. `data` is what the source read; for a file it is `{ path, … }`. */
export interface Item {
  /** Stable over runs: derived from content or name, never from a position. */
  readonly id: string
  readonly data: Json
  readonly metadata: JsonObject
}

/** What a file looked like when it was read: equal stamps mean the same content (with the racy-timestamp rule). */
export interface FileStamp {
  /** Absolute. */
  readonly path: string
  readonly sizeBytes: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly inode: number
}
