/**
 * The typed catalogue of events: when each fires and with what. Every event is told after the ledger has the fact.
 * The same objects go to listeners in process, to NDJSON, to hooks and to webhooks.
 */
import type { Json, JsonObject } from '../base/json.ts'
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
  /** A service asked for fewer calls: everybody on these limits waits, and no try is counted. */
  'batch:throttled': {
    readonly batch_id: string
    readonly item: EventItem
    readonly step: string
    readonly limits: readonly string[]
    readonly failure: Failure
    readonly wait_ms: number
  }
  /** A breaker opened, lets one trial through, or closed. While it is not closed, items wait; they do not fail. */
  'batch:breaker': {
    readonly batch_id: string
    readonly limit: string
    readonly state: 'open' | 'half_open' | 'closed'
    readonly reason: string
    /** Until the next trial; 0 unless it opened. */
    readonly wait_ms: number
  }
  /** At most twice a second; droppable. */
  'batch:progress': BatchCounts & { readonly batch_id: string; readonly completed: number; readonly total: number }
  /** A try of what is done once for the batch, when no item is pending: the aggregation, or a step after it. */
  'batch:after': {
    readonly batch_id: string
    readonly part: 'aggregation' | 'after'
    readonly step: string
    readonly attempt: number
    readonly outcome: string
    readonly ms: number
    readonly failure?: Failure
  }
  /** A knob was turned: pause, resume, tune, cancel, drain. */
  'batch:control': { readonly batch_id: string; readonly verb: string; readonly args: JsonObject; readonly answer: string }
  /** Something a person should know that is no failure of an item. */
  'batch:warning': { readonly batch_id: string; readonly code: string; readonly message: string }
  /** A line that a hook has printed, for a person. Hooks themselves are not told. */
  'batch:log': { readonly batch_id: string; readonly source: string; readonly text: string }
  /** The last event of a session, but for warnings about listeners that could not be told of it. */
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

/** What the hooks that are asked about an item get: not events, since nothing has happened yet. */
export interface HookQuestions {
  /** Before the item is written down. Changes in `item.data` and `item.metadata` count. */
  'batch:item:before': { readonly batch_id: string; readonly item: HookItem }
  /** Behind its last step, before it has succeeded. Changes in `output.result` count. */
  'batch:item:after': { readonly batch_id: string; readonly item: HookItem; readonly output: HookOutput }
}

/** The item that a hook is asked about. */
export interface HookItem extends EventItem {
  readonly data: Json
  readonly metadata: JsonObject
}

/** What an item's last step has made of it. */
export interface HookOutput {
  readonly id: string
  readonly success: true
  readonly result: Json
}

/** What a hook answers. Nothing at all means: go on. */
export interface HookAnswer {
  readonly action?: 'continue' | 'skip'
  /** Why it is skipped. */
  readonly reason?: string
  /** What it was sent, with its changes; absent: as the hook has left what it was sent. */
  readonly data?: JsonObject
}
