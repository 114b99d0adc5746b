/**
 * The typed catalogue of events: when each fires and with what. Every event is told after the ledger has the fact.
 * The same objects go to listeners, to NDJSON and (later) to webhooks.
 */
import type { JsonObject } from '../base/json.ts'
import type { BatchOutput, BatchState, EndState, Failure } from '../pipeline/outcome.ts'

/** Every event by its name, with what it carries. */
export interface BatchEvents {
  /** The batch is in the ledger and owned by this process. */
  'batch:start': {
    readonly batch_id: string
    readonly pipeline: string
    readonly session: number
    readonly total: number | null
    readonly workers: number
  }
  /** An item's first step of this walk starts. */
  'batch:item:start': { readonly batch_id: string; readonly item: EventItem; readonly attempt: number }
  /** An item ended, and the ledger has it. */
  'batch:item:end': {
    readonly batch_id: string
    readonly item: EventItem
    readonly state: EndState
    readonly reason?: string
    readonly failure?: Failure
    readonly output: BatchOutput
    readonly input_bytes: number
    readonly output_bytes: number
    readonly reused: boolean
    readonly ms: number
    /** All ended, this one included. */
    readonly completed: number
    readonly total: number
  }
  /** A step failed and will be tried again. */
  'batch:retry': {
    readonly batch_id: string
    readonly item: EventItem
    readonly step: string
    readonly attempt: number
    readonly attempts: number
    readonly failure: Failure
    readonly wait_ms: number
  }
  /** At most twice a second; droppable. */
  'batch:progress': BatchCounts & { readonly batch_id: string; readonly completed: number; readonly total: number }
  /** A knob was turned: pause, resume, tune, cancel, drain. */
  'batch:control': { readonly batch_id: string; readonly verb: string; readonly args: JsonObject; readonly answer: string }
  /** Something a person should know that is no failure of an item. */
  'batch:warning': { readonly batch_id: string; readonly code: string; readonly message: string }
  /** The last event of a session. */
  'batch:end': BatchCounts & {
    readonly batch_id: string
    readonly state: BatchState
    readonly reason?: string
    readonly total: number
    readonly ms: number
  }
}

/** The item that an event is about; `path` is its own file, absolute. */
export interface EventItem {
  readonly id: string
  readonly path?: string
}

/** Every item of the batch is counted in exactly one of these. */
export interface BatchCounts {
  readonly pending: number
  readonly running: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly cancelled: number
  readonly review: number
}

/** `batch:start`, `batch:item:end` …: the keys of the catalogue. */
export type EventName = keyof BatchEvents
