/** Everything that can be written down. Values travel as JSON text: strings cross to the ledger's thread cheaply. */
import type { BatchState, EndState, ItemState } from '../pipeline/outcome.ts'
import type { Expand } from './family-rows.ts'
import type { AddEvent, AnswerControl, AskControl, KeepLimit, KeepStamp, Projected } from './note-ops.ts'
import type {
  AttemptRow,
  ClaimHolder,
  FailedEntry,
  FileRow,
  NewBatch,
  NewItem,
  ResultRow,
  SampleRow,
  SkippedEntry,
} from './rows.ts'

export type LedgerOp =
  | OpenBatch
  | AdoptBatch
  | Ingest
  | Start
  | Keep
  | Settle
  | Expand
  | Unpark
  | Claim
  | DeliverForBatch
  | KeepStamp
  | Projected
  | SetBatchState
  | CancelPending
  | Reopen
  | Decide
  | AskControl
  | AnswerControl
  | AddEvent
  | KeepLimit
  | EndSession
  | CollectGarbage

/** A new batch, owned by this process. */
export interface OpenBatch {
  readonly op: 'open-batch'
  readonly batch: NewBatch
  readonly session: NewSession
}

/** Take an existing batch over: epoch + 1, running items become ready again with a `lost` attempt (the third loss is failed CRASHED). */
export interface AdoptBatch {
  readonly op: 'adopt-batch'
  readonly batch: number
  readonly session: NewSession
}

export interface NewSession {
  readonly pid: number
  readonly host: string
  /** Tells one boot of the machine from another. */
  readonly boot: string
  /** Wall clock. */
  readonly at: number
}

/** Up to 5,000 entries and the place of the source behind them, together. */
export interface Ingest {
  readonly op: 'ingest'
  readonly batch: number
  readonly items: readonly NewItem[]
  /** Entries read so far, these included. */
  readonly position: number
  /** The source has ended: what items wait for is looked up. Rejects with UsageError where one would wait for ever. */
  readonly done: boolean
  readonly at: number
}

/** An attempt of the item starts: ready → running, `attempt` becomes this. */
export interface Start {
  readonly op: 'start'
  readonly batch: number
  readonly seq: number
  readonly attempt: number
  readonly step: number
  readonly at: number
}

/** What a running item has made so far, kept before the next step starts. */
export interface Keep {
  readonly op: 'keep'
  readonly batch: number
  readonly seq: number
  readonly attempt: number
  readonly attempts: readonly AttemptRow[]
  readonly results: readonly ResultRow[]
  readonly files: readonly FileRow[]
}

/** The end of a walk: the item ended, or is ready again. `from` is `ready` when no Start was written for this attempt. */
export interface Settle {
  readonly op: 'settle'
  readonly batch: number
  readonly seq: number
  readonly attempt: number
  readonly from: 'ready' | 'running'
  readonly attempts: readonly AttemptRow[]
  readonly results: readonly ResultRow[]
  readonly files: readonly FileRow[]
  readonly next: SettledItem
  readonly at: number
  /** Of a part: the item it was split from, which may have waited for this end. */
  readonly parent?: number | undefined
}

export type SettledItem =
  | {
      readonly state: EndState
      readonly code?: string
      readonly reason?: string
      /** The fingerprint and step name of the result row that is the item's result, when it has one. */
      readonly result?: { readonly step: string; readonly fp: string }
      readonly outputBytes: number
      /** It was taken apart and its parts stand for it: no sink gets it. */
      readonly isReplaced?: true
    }
  /** Ready again: parked until `due` (wall clock), or at once without it. `tries` counts tries of `step` that failed. */
  /** Until the last of its parts has ended; it goes on at `step`. At once ready where none is open. */
  | { readonly state: 'waiting'; readonly step: number }
  | { readonly state: 'ready'; readonly step: number; readonly tries: number; readonly due?: number }

/** Items whose `due` has come are ready again. */
export interface Unpark {
  readonly op: 'unpark'
  readonly batch: number
  readonly at: number
}

/**
 * The path will get exactly this content by a rename that has not happened yet.
 * Refused when another item of the same batch holds it.
 */
export interface Claim {
  readonly op: 'claim'
  readonly batch: number
  readonly seq: number
  readonly itemId: string
  readonly step: string
  readonly path: string
  /** Normalised and case-folded: what counts as the same path. */
  readonly pathKey: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** Files that no item made, but the batch as a whole: they stand at their paths. Each must be claimed under this name. */
export interface DeliverForBatch {
  readonly op: 'deliver'
  readonly batch: number
  /** As in the claim. */
  readonly itemId: string
  readonly files: readonly FileRow[]
}

export interface SetBatchState {
  readonly op: 'batch-state'
  readonly batch: number
  readonly state: BatchState
  readonly reason?: string
  /** Set when the batch came to rest. */
  readonly ended?: number
}

/** Every item that has not ended becomes cancelled. */
export interface CancelPending {
  readonly op: 'cancel-pending'
  readonly batch: number
  readonly reason: string
  readonly at: number
}

/** Ended items become ready again, from the start, with their tries forgotten. */
export interface Reopen {
  readonly op: 'reopen'
  readonly batch: number
  readonly states: readonly EndState[]
  /** Only these; absent: all in `states`. */
  readonly seqs?: readonly number[]
}

/** A person settled an item in review: the unknown result is done, is forgotten so that it runs again, or failed. */
export interface Decide {
  readonly op: 'decide'
  readonly batch: number
  readonly seq: number
  readonly verdict: 'done' | 'again' | 'fail'
  readonly at: number
}

/** What this session has used; written every few seconds and at its end. */
export interface EndSession {
  readonly op: 'session'
  readonly batch: number
  readonly usage: SampleRow
  readonly ended?: number
}

/** Drops item, attempt and event rows of old batches in chunks; results stay unless `forget`. */
export interface CollectGarbage {
  readonly op: 'collect-garbage'
  readonly keepBatches: number
  readonly olderThan: number
  readonly forget: boolean
}

/** What became of items whose last dependency has ended in this transaction. */
export interface Cascade {
  /** Ready now. */
  readonly released: number
  readonly failed: number
  readonly skipped: number
  /** Those that failed or were skipped: the first 10,000. */
  readonly ends: readonly CascadedEnd[]
}

export interface CascadedEnd {
  readonly seq: number
  readonly id: string
  readonly state: 'failed' | 'skipped'
  readonly code: string
  /** `because "a" failed` */
  readonly reason: string
}

interface Answers {
  'open-batch': { readonly batch: number; readonly session: number }
  'adopt-batch': { readonly session: number; readonly lost: number; readonly crashed: number }
  /** `failed`: of the inserted ones, those that failed at once, in their order. */
  ingest: {
    readonly inserted: number
    /** Of `failed`: those whose id was used before. */
    readonly duplicates: number
    readonly failed: readonly FailedEntry[]
    /** Of the inserted ones, those that were skipped at once. */
    readonly skipped: readonly SkippedEntry[]
    readonly cascade?: Cascade | undefined
  }
  start: undefined
  /** `last`: rowid of the last attempt that was written with it. */
  keep: { readonly last: number | undefined }
  /**
   * `last`: as above. `ended`: place of this end in the order of ends; the cursor of projections.
   * `woken`: the parent, or an item that found nothing to wait for, is ready again at this step.
   */
  settle: {
    readonly last: number | undefined
    readonly ended: number | undefined
    readonly woken?: number | undefined
    readonly cascade?: Cascade | undefined
  }
  /** `taken`: another item has this id, and nothing behind it was written. */
  expand: { readonly inserted: number; readonly taken?: string | undefined }
  unpark: { readonly woken: number; readonly nextDue: number | undefined }
  claim:
    | { readonly granted: true; readonly previous: ClaimHolder | undefined }
    | { readonly granted: false; readonly holder: ClaimHolder }
  deliver: undefined
  'keep-stamp': undefined
  projected: undefined
  'batch-state': undefined
  'cancel-pending': { readonly cancelled: number }
  reopen: { readonly reopened: number }
  decide: { readonly state: ItemState }
  'ask-control': { readonly control: number }
  'answer-control': undefined
  event: undefined
  'keep-limit': undefined
  session: undefined
  'collect-garbage': { readonly batches: number; readonly rows: number; readonly blobs: number }
}

export type AnswerOf<Op extends LedgerOp> = Answers[Op['op']]
