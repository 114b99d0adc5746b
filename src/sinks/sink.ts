/**
 * The contract of a sink: where results go. Files are written by `put`, one item at a time, before the item counts as
 * succeeded. Everything else is a projection of ledger rows: `append` may be called again with rows it has seen,
 * and starts from the last committed place.
 */
import type * as z from 'zod'
import type { Json, JsonObject } from '../base/json.ts'
import type { Delivery } from '../pipeline/delivery.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'

/** Where results go: one file per item, one document for all, or nowhere. */
export type Sink<Options = unknown> = ItemSink<Options> | ProjectionSink<Options> | NoSink<Options>

/** Results stay in the ledger. */
export interface NoSink<Options = unknown> {
  readonly type: string
  readonly form: 'none'
  readonly options: z.ZodType<Options>
}

/** Makes a file of each item's result; the engine delivers it. */
export interface ItemSink<Options = unknown> {
  readonly type: string
  readonly form: 'item'
  readonly options: z.ZodType<Options>
  /** How the item's result becomes a file, or nothing when there is none to write. */
  put(result: Json, options: Options): Delivery | undefined
}

/** Writes one document that follows the ledger's rows, in the order in which items ended. */
export interface ProjectionSink<Options = unknown> {
  readonly type: string
  readonly form: 'projection'
  readonly options: z.ZodType<Options>
  open(options: Options, place: ProjectionPlace): Promise<Projection>
}

/** Where a document goes on, and what it may do with what already stands there. */
export interface ProjectionPlace {
  /** The file to write, absolute; `-` for standard output. */
  readonly path: string
  /** What was committed of it by an earlier session of the batch: the file is cut back to this. */
  readonly offset: number
  readonly overwrite: 'own' | 'always' | 'never'
  /** The ledger knows the file at `path` as written by Millrace: this batch before a crash, or an earlier one. @default false */
  readonly isOwn?: boolean
  readonly standardOutput: NodeJS.WritableStream
  /** Numbers of the batch, for heads and ends. */
  readonly batch: JsonObject
}

/** An open document: rows go in as items end, until it is closed for good or for now. */
export interface Projection {
  /** Appends rows in the order items ended; resolves, with the new offset, when they are synced. */
  append(rows: readonly BatchOutput[]): Promise<number>
  /** Every row is there: writes what closes the document and makes it visible. Resolves with the final path. */
  finish(): Promise<string | undefined>
  /** The batch stopped early: leaves what is there in a state that a resume continues. */
  close(): Promise<void>
}
