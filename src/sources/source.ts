/**
 * The contract of a source: where items come from. A source yields, it keeps nothing: the ledger remembers
 * how many entries it has, and after a crash the source starts again and skips that many.
 */
import type * as z from 'zod'
import type { Json, JsonObject } from '../base/json.ts'
import type { Dependency } from '../pipeline/dependency.ts'
import type { FileStamp } from '../pipeline/item.ts'

/** A kind of input: what its options are, and how it is opened. */
export interface Source<Options = unknown> {
  /** `files`, `json` …: the value of `input.type`. */
  readonly type: string
  readonly options: z.ZodType<Options>
  /** Opens it: checks that everything exists and is readable (UsageError otherwise), reads no items yet. */
  open(options: Options, setting: SourceSetting): Promise<OpenSource>
}

/** What a source may know of the batch that opens it. */
export interface SourceSetting {
  /** Relative paths start here (the working directory of the command). Absolute. */
  readonly folder: string
  /** Never an input: the output, error_output and .millrace folders. Absolute. */
  readonly forbidden: readonly string[]
  /** Where a stream that cannot be read twice is kept; the batch's own folder. Absolute. */
  readonly spoolFolder: string
  readonly standardInput: NodeJS.ReadableStream
}

/** A source of one batch, checked and ready to be read. */
export interface OpenSource {
  /** Fields around the items (`{envelope.…}`); an envelope's `batch_id` names the batch. */
  readonly envelope: JsonObject
  /** Names that fields of `data` have for certain, for the check of placeholders; absent: unknown. */
  readonly fields?: readonly string[]
  /** Items may wait for others: nothing starts before the source has been read, and whom they wait for is checked first. */
  readonly hasOrder?: boolean
  /** Yields entries in a stable order, without the first `skip`. May be called again. Ends without an error when the signal aborts. */
  read(skip: number, signal: AbortSignal): AsyncIterable<SourceEntry>
  /** Lets go of files and watchers. */
  close(): Promise<void>
  /** Only of a source that does not end by itself: entries come as long as it is read. */
  readonly watching?: Watching
}

/** What the place of a source cannot tell, where there is no end: it is told by item what it has yielded before. */
export interface Watching {
  /** The folders that are watched. Absolute. */
  readonly roots: readonly string[]
  /** An entry that the batch has, before the first read; of several versions of one, the newest last. */
  remember(entry: Pick<ItemEntry, 'id' | 'stamp'>): void
  /** Hears what a person should know: that a folder is gone, and that it is back. */
  hear(listener: (code: string, message: string) => void): void
}

/** What a source yields: an item, or the row or file that could not become one. */
export type SourceEntry = ItemEntry | BrokenEntry

/** An item as its source yields it, before it is written down. */
export interface ItemEntry {
  readonly kind: 'item'
  readonly id: string
  /** The id is a hash of the content: equal ones are twins (`~2`, `~3`), not an error. */
  readonly idIsHash: boolean
  readonly data: Json
  readonly metadata: JsonObject
  /** What `smallest_first` sorts by and throughput counts: the file's size or the row's. */
  readonly sizeBytes: number
  /** From 0 to 1000; larger ones go first. */
  readonly priority: number
  /** It does not start before these have ended. */
  readonly dependsOn?: readonly Dependency[]
  /** The file as it was found; a different one later is `INPUT_CHANGED`. */
  readonly stamp?: FileStamp
  /** Of a source that is watched: when it was seen (wall clock, ms). It is the next version of its item, if there is one. */
  readonly arrivedAt?: number
}

/** A row or file that cannot become an item: it is in the batch as a failed one. */
export interface BrokenEntry {
  readonly kind: 'broken'
  readonly id: string
  readonly code: string
  /** Names the row or line: "row 12: …". */
  readonly message: string
  readonly sizeBytes: number
  /** As of an item. */
  readonly arrivedAt?: number
}
