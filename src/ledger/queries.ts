/** Everything that can be asked. The SQL behind each is in select.ts. */
import type { ItemState } from '../pipeline/outcome.ts'
import type { ChildRow } from './family-rows.ts'
import type {
  AttemptRecord,
  BatchRow,
  ClaimHolder,
  ControlRow,
  DependencyRow,
  EndedRow,
  EventRow,
  ItemCounts,
  ItemRow,
  KeptResult,
  OutputRow,
  ResultRow,
  SessionRow,
  StampRow,
  TakenRow,
} from './rows.ts'

export type LedgerQuery =
  /** Newest first. */
  | { readonly get: 'batches'; readonly limit: number }
  | { readonly get: 'batch'; readonly batch: number }
  /** Progress per step, from counters and indexes: cheap at a million items. */
  | { readonly get: 'steps'; readonly batch: number }
  | {
      readonly get: 'items'
      readonly batch: number
      readonly states?: readonly ItemState[]
      readonly ids?: readonly string[]
      readonly after: number
      readonly limit: number
    }
  /** In the order of ends; `after` is the cursor of the last one seen, 0 for all. With `inner`: intermediate pieces too. */
  | { readonly get: 'ended'; readonly batch: number; readonly after: number; readonly limit: number; readonly inner?: boolean }
  /** In the order of the source, those that have not ended left out; with `parent` (a seq): its parts that are outputs. */
  | {
      readonly get: 'outputs'
      readonly batch: number
      readonly parent?: number
      /** `place` of the last one seen, -1 for all. */
      readonly after: number
      readonly limit: number
    }
  /** The parts that a step made of an item; absent while there are none. */
  | { readonly get: 'family'; readonly batch: number; readonly seq: number; readonly born: number }
  /** JSON object: the names that its parts take over. */
  | { readonly get: 'family-names'; readonly batch: number; readonly seq: number; readonly born: number }
  /** In the order of the split; `after` is the index of the last one seen, -1 for all. */
  | {
      readonly get: 'children'
      readonly batch: number
      readonly seq: number
      readonly born: number
      readonly after: number
      readonly limit: number
    }
  /** What an item waits for, or waited for, in the order of the source. */
  | { readonly get: 'dependencies'; readonly batch: number; readonly seq: number; readonly limit: number }
  /** What came from the source, in its order; `after` is the seq of the last one seen, 0 for all. */
  | { readonly get: 'taken'; readonly batch: number; readonly after: number; readonly limit: number }
  | { readonly get: 'attempts'; readonly batch: number; readonly seq?: number; readonly after: number; readonly limit: number }
  /** All kept results of an item, with their parts. */
  | { readonly get: 'results'; readonly itemId: string }
  | { readonly get: 'blob'; readonly sha256: string }
  | { readonly get: 'claim'; readonly pathKey: string }
  | { readonly get: 'claims'; readonly batch: number; readonly after: string; readonly limit: number }
  | { readonly get: 'stamp'; readonly path: string }
  | { readonly get: 'sessions'; readonly batch: number }
  /** With `type`: only those of it. */
  | { readonly get: 'events'; readonly batch: number; readonly type?: string; readonly after: number; readonly limit: number }
  /** Not answered yet; with `control`: that one. */
  | { readonly get: 'controls'; readonly batch: number; readonly control?: number }
  | { readonly get: 'projection'; readonly batch: number; readonly sink: string }
  /** Failures grouped by step, code and message, most frequent first. */
  | { readonly get: 'failures'; readonly batch: number; readonly limit: number }
  | { readonly get: 'parked'; readonly batch: number }
  /** An allowance, by its name. */
  | { readonly get: 'limit'; readonly name: string }
  /** Sums over what has succeeded: one look at each item, so asked once, when a batch goes on. */
  | { readonly get: 'successes'; readonly batch: number }
  /** What is no output, by state: one look at each item. */
  | { readonly get: 'inner'; readonly batch: number }
  /** Ids of this batch that the batch before did not have, that differ, and that are gone. */
  | { readonly get: 'changes'; readonly batch: number }

interface Replies {
  batches: readonly BatchRow[]
  batch: BatchRow | undefined
  steps: readonly StepProgress[]
  items: readonly ItemRow[]
  ended: readonly EndedRow[]
  outputs: readonly OutputRow[]
  /** `isComplete`: all of them are written down. `open`: how many children of the item have not ended. */
  family: { readonly isComplete: boolean; readonly open: number } | undefined
  'family-names': string | undefined
  children: readonly ChildRow[]
  dependencies: readonly DependencyRow[]
  taken: readonly TakenRow[]
  attempts: readonly AttemptRecord[]
  results: readonly (KeptResult & Pick<ResultRow, 'parts'>)[]
  blob: string | undefined
  claim: ClaimHolder | undefined
  claims: readonly ClaimHolder[]
  stamp: StampRow | undefined
  sessions: readonly SessionRow[]
  events: readonly EventRow[]
  controls: readonly ControlRow[]
  projection: { readonly cursor: number; readonly offset: number } | undefined
  failures: readonly FailureGroup[]
  parked: { readonly count: number; readonly nextDue: number | undefined }
  limit: LimitRow | undefined
  successes: SuccessSums
  inner: ItemCounts
  changes: { readonly added: number; readonly changed: number; readonly removed: number; readonly previous: string | undefined }
}

export type ReplyOf<Query extends LedgerQuery> = Replies[Query['get']]

export interface StepProgress {
  readonly step: number
  readonly name: string
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly reused: number
  readonly running: number
  readonly retries: number
  /** Sum of running time of all attempts. */
  readonly ms: number
}

/** What is kept of an allowance. */
export interface LimitRow {
  /** JSON. */
  readonly state: string
  readonly boot: string
}

export interface SuccessSums {
  readonly inputBytes: number
  readonly outputBytes: number
  /** Items of which no attempt did work: every result was kept from before. */
  readonly reused: number
}

export interface FailureGroup {
  readonly step: number
  readonly code: string
  readonly message: string
  readonly count: number
  readonly sampleIds: readonly string[]
}
