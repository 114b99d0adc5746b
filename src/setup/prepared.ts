/** Everything about a batch that is known before the ledger hears of it. */
import type { Fold } from '../engine/aggregate/fold.ts'
import type { PlannedStep } from '../engine/planned-step.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import type { ItemSink, ProjectionSink } from '../sinks/sink.ts'
import type { OpenSource, SourceEntry } from '../sources/source.ts'
import type { OpenHooks } from './open-hooks.ts'
import type { OutputPlaces } from './output-places.ts'

export interface PreparedBatch {
  /** The batch_id. */
  readonly name: string
  readonly pipeline: Pipeline
  readonly steps: readonly PlannedStep[]
  /** Of the steps that run once, when no item is pending. */
  readonly after: readonly PlannedStep[]
  /** Absent where the pipeline asks for none. */
  readonly aggregation: PreparedAggregation | undefined
  readonly source: OpenSource
  readonly sink: PreparedSink
  readonly places: OutputPlaces
  /** False: the entry is not part of this batch. */
  readonly wanted: (entry: SourceEntry) => boolean
  /** Whom it asks and tells. Closed by whoever prepared it. */
  readonly hooks: OpenHooks
  /** Said once at the start. */
  readonly warnings: readonly string[]
  readonly streams: { readonly output: NodeJS.WritableStream }
  /** Working directory of the command. */
  readonly folder: string
}

export interface PreparedAggregation {
  /** Absent where only a template says what the result is. */
  readonly fold: Fold | undefined
  /** Of the fold's code. */
  readonly version: string
}

/** The sink with its options checked; `none` keeps results in the ledger only. */
export type PreparedSink =
  | { readonly form: 'item'; readonly sink: ItemSink; readonly options: unknown }
  | { readonly form: 'projection'; readonly sink: ProjectionSink; readonly options: unknown }
  | { readonly form: 'none' }
