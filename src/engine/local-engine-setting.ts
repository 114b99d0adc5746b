/** Everything that the local engine is built from: what it asks, what it moves, and what it calls. */
import type { Clock } from '../base/clock.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Cascade } from '../ledger/ops.ts'
import type { ReadyItem } from '../ledger/rows.ts'
import type { RunOptions } from '../pipeline/definition.ts'
import type { Gates } from './gates/gates.ts'
import type { WaitingGroups } from './groups/waiting-groups.ts'
import type { IngestedRows } from './ingest.ts'
import type { Journal } from './journal.ts'
import type { Limits } from './limits.ts'
import type { Parking } from './parking.ts'
import type { Soon } from './soon.ts'
import type { Tally } from './tally.ts'
import type { TuneFacts } from './tune.ts'
import type { Walk, WalkEnd } from './walk.ts'
import type { WorkPlan } from './work-plan.ts'

export interface LocalEngineSetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly options: RunOptions
  readonly clock: Clock
  readonly plan: WorkPlan
  readonly gates: Gates
  /** What a person may change besides the workers. @default nothing */
  readonly tunable?: TuneFacts
  /** Absent: nothing limits any step. */
  readonly limits?: Limits | undefined
  readonly tally: Tally
  readonly journal: Journal
  readonly parking: Parking
  /** The session before this one died: starts are written down before they happen, so that the cause can be found. */
  readonly isWary: boolean
  /** Aborted here when the batch stops at once. */
  readonly abort: AbortController
  readonly ingest: (signal: AbortSignal, onRows: (rows: IngestedRows) => void) => Promise<void>
  readonly openWalk: (ready: ReadyItem) => Walk
  readonly runItem: (walk: Walk) => Soon<WalkEnd>
  /** Of items that stand before a grouped step; the end of each. */
  readonly runGroup: (walks: readonly Walk[], step: number) => Promise<readonly WalkEnd[]>
  /** Steps whose items are taken in groups. */
  readonly groups: WaitingGroups
  /** After the ledger has it. */
  readonly onSettled: (walk: Walk, end: WalkEnd, ms: number) => void
  /** After the ledger has it. */
  readonly onCascade: (cascade: Cascade) => void
  readonly onCleanup: (walk: Walk) => Promise<void> | undefined
  /** Between turns of `batch_size`. */
  readonly betweenTurns: () => Promise<void>
}
