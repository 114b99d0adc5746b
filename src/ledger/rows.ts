/** The records of the ledger, as they cross its border. */
import type { Dependency, OnFailure } from '../pipeline/dependency.ts'
import type { BatchState, EndState, ItemState } from '../pipeline/outcome.ts'
import type { Birth } from './family-rows.ts'

export interface NewBatch {
  /** The batch_id that people see. */
  readonly name: string
  readonly pipeline: string
  /** The complete definition; a resume uses this, not the file. */
  readonly pipelineJson: string
  readonly optionsJson: string
  /** Path → sha256 of every module and schema of the pipeline; a resume refuses changed ones. */
  readonly codeJson: string
  readonly stepNames: readonly string[]
  /** Items wait until the source has ended (`smallest_first`, `priority`). */
  readonly startsAfterIngest: boolean
  readonly outputRoot: string
  readonly created: number
}

export interface BatchRow {
  readonly batch: number
  readonly name: string
  readonly pipeline: string
  readonly pipelineJson: string
  readonly optionsJson: string
  readonly codeJson: string
  readonly stepNames: readonly string[]
  readonly startsAfterIngest: boolean
  readonly outputRoot: string
  readonly sourcePosition: number
  readonly sourceDone: boolean
  readonly state: BatchState
  readonly reason: string | undefined
  readonly epoch: number
  readonly counts: ItemCounts
  readonly total: number
  /** How many of `total` are parts of another item. */
  readonly children: number
  /** Rowid of its newest attempt: it grows with everything that happens to its items. */
  readonly lastAttempt: number
  readonly created: number
  readonly ended: number | undefined
}

export type ItemCounts = Readonly<Record<ItemState, number>>

export interface NewItem {
  readonly id: string
  /** Equal ids are told apart by `~2`, `~3` …; false: the second is failed DUPLICATE_ID. */
  readonly idIsHash: boolean
  readonly data: string
  readonly metadata: string
  readonly stamp: string | undefined
  readonly sizeBytes: number
  readonly rank: number
  /** A row that could not become an item, or one that a preflight refused: it is failed from the start. */
  readonly broken?: { readonly code: string; readonly message: string }
  /** It is skipped from the start. */
  readonly skipped?: { readonly reason: string }
  /** Blocked until all of these have ended. Who they are is looked up when the source has ended. */
  readonly dependsOn?: readonly Dependency[]
  /** Where the id is taken it is the next version of that item, and waits until the one before has ended. */
  readonly isVersion?: true
}

/** A broken row, or a second use of an id that was given: failed before its first step. */
export interface FailedEntry {
  /** As the ledger has it: `a~2` where `a` was taken. */
  readonly id: string
  readonly code: string
  readonly message: string
  readonly sizeBytes: number
}

/** An entry that was skipped from the start. */
export interface SkippedEntry {
  readonly id: string
  readonly reason: string
  readonly sizeBytes: number
}

export interface ReadyItem {
  readonly seq: number
  readonly id: string
  readonly version: number
  readonly data: string
  readonly metadata: string
  readonly stamp: string | undefined
  readonly sizeBytes: number
  readonly rank: number
  /** Index of the step it is at, and how many tries of that step have failed. */
  readonly step: number
  readonly tries: number
  /** The last attempt that was started; the next one is this + 1. */
  readonly attempt: number
  /** How often its process died while it ran. */
  readonly losses: number
  /** Absent: it came from the source. */
  readonly birth?: Birth | undefined
  /** Everything kept for this item id, from any batch. */
  readonly results: readonly KeptResult[]
}

export interface KeptResult {
  readonly batch: number
  readonly step: string
  readonly fp: string
  readonly state: 'done' | 'unknown'
  readonly key: string | undefined
  /** JSON text; absent when it lies in the blob folder. */
  readonly value: string | undefined
  readonly blob: string | undefined
  /** JSON of DeliveredFile[]. */
  readonly files: string | undefined
}

export interface ResultRow {
  readonly itemId: string
  readonly step: string
  readonly fp: string
  /** JSON: each piece of the fingerprint by name, so that `explain` can name the one that changed. */
  readonly parts: string
  /** `none` takes an `unknown` back: it is certain that nothing happened. */
  readonly state: 'done' | 'unknown' | 'none'
  readonly key?: string
  readonly value: string
  readonly files?: string
}

export type AttemptOutcome = EndState | 'retry' | 'lost' | 'interrupted'

export interface AttemptRow {
  /** Index of the step; -1 for what happened before the first one. */
  readonly step: number
  /** Number of the try, from 1. */
  readonly n: number
  readonly outcome: AttemptOutcome
  readonly reused: boolean
  /** Wall clock. */
  readonly started: number
  /** How long it ran. */
  readonly ms: number
  readonly code?: string
  /** JSON of Failure. */
  readonly error?: string
  /** JSON object of what the step noted. */
  readonly notes?: string
}

export interface AttemptRecord extends AttemptRow {
  /** Append order, over all batches of the file. */
  readonly rowid: number
  readonly seq: number
  readonly itemId: string
}

export interface FileRow {
  readonly path: string
  readonly pathKey: string
  readonly sizeBytes: number
  readonly mtimeMs: number
  readonly sha256: string
}

export interface ClaimHolder extends FileRow {
  readonly itemId: string
  readonly step: string
  readonly batch: number
  readonly state: 'claimed' | 'delivered'
  /** While `claimed`: what was delivered at the path before, and may still stand there. */
  readonly replacedSha256?: string
}

export interface ItemRow {
  readonly seq: number
  readonly id: string
  readonly version: number
  readonly state: ItemState
  readonly step: number
  readonly attempt: number
  readonly tries: number
  readonly losses: number
  readonly due: number | undefined
  readonly code: string | undefined
  readonly reason: string | undefined
  readonly sizeBytes: number
  readonly outputBytes: number
  readonly data: string
  readonly metadata: string
  /** The id of the item that it was split from. */
  readonly parent?: string
}

/** What a source that is watched has yielded. */
export interface TakenRow {
  readonly seq: number
  readonly id: string
  /** JSON; absent of an entry that could not become an item. */
  readonly stamp: string | undefined
}

/** One that an item waits for, or waited for. */
export interface DependencyRow {
  /** While the source is read: the name that was asked for. */
  readonly id: string
  /** Absent while the source is read. */
  readonly state: ItemState | undefined
  readonly onFailure: OnFailure
}

/** An ended item with its result, in the order of ends. */
export interface EndedRow {
  /** The cursor. */
  readonly ended: number
  readonly seq: number
  readonly id: string
  readonly state: EndState
  readonly code: string | undefined
  readonly reason: string | undefined
  readonly value: string | undefined
  readonly blob: string | undefined
  readonly files: string | undefined
  readonly attempt: number
  readonly sizeBytes: number
  readonly outputBytes: number
  /** Sum over its attempts in this batch. */
  readonly ms: number
  /** An intermediate piece, which no sink gets. */
  readonly isInner?: true
  /** It was split from another item. */
  readonly isPart?: true
}

/** An ended item in the order of the source. */
export interface OutputRow extends EndedRow {
  /** The cursor: `seq` of an item of the source, the place among its siblings of a part. */
  readonly place: number
  /** It was taken apart, and its parts are outputs. */
  readonly hasParts: boolean
  /** Those stand for it: it is none itself. */
  readonly isReplaced: boolean
}

export interface StampRow {
  readonly path: string
  readonly sizeBytes: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly inode: number
  readonly sha256: string
}

/** What a session has used so far: Millrace itself and its children together, measured. */
export interface SampleRow {
  readonly cpuMs: number
  readonly peakRssBytes: number
  readonly readBytes: number
  readonly writtenBytes: number
}

export interface SessionRow extends SampleRow {
  readonly session: number
  readonly epoch: number
  readonly pid: number
  readonly host: string
  readonly boot: string
  readonly started: number
  readonly ended: number | undefined
}

export interface EventRow {
  readonly id: number
  readonly at: number
  readonly type: string
  readonly body: string
}

export interface ControlRow {
  readonly control: number
  readonly verb: string
  readonly args: string
  readonly at: number
  readonly applied: number | undefined
  readonly answer: string | undefined
}
