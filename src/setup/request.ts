/** What a face or a program asks for, and what it gets: the types behind the public door. */
import type { Json, JsonObject } from '../base/json.ts'
import type { EventBus } from '../events/bus.ts'
import type { BatchOutput, BatchState } from '../pipeline/outcome.ts'
import type { BatchStatus } from '../report/status.ts'
import type { Sink } from '../sinks/sink.ts'
import type { DependsOn } from '../sources/given-item.ts'
import type { Source } from '../sources/source.ts'
import type { Step } from '../steps/step.ts'

/** What to run on what, and how: everything a start can be asked for. */
export interface BatchRequest {
  /** A name, a path, a definition as an object, or YAML text. Default: `pipeline` of the config file. */
  readonly pipeline?: string | JsonObject
  /** Items given in code, in place of the pipeline's input. */
  readonly inputs?: readonly BatchInput[] | AsyncIterable<BatchInput>
  /** `--input`, and the arguments behind the pipeline's name. */
  readonly input?: readonly string[]
  /** `--output`. */
  readonly output?: string
  /** `--config`, `--set`: `{config.…}`. */
  readonly config?: JsonObject
  /** Where each field of `config` was given, for messages: `{ level: '--set level' }`. @default the command line */
  readonly configOrigins?: Readonly<Record<string, string>>
  /** Run options by their names in a pipeline file (`mode`, `max_concurrent`, `fail_fast` …): flags. */
  readonly options?: JsonObject
  /** A manifest file: pipeline, items and options together. */
  readonly manifest?: string
  /** Only these item ids. */
  readonly only?: readonly string[]
  /** A CEL condition over `{id, data, metadata}`: only items for which it holds. */
  readonly where?: string
  /** Relative paths start here, and `.millrace` is below it. @default the working directory */
  readonly folder?: string
  /** Another ledger file. @default .millrace/<pipeline>.db */
  readonly ledger?: string
  /** Wait for the owner of the ledger to end, in place of exit 5. @default false */
  readonly wait?: boolean
  /** The caller's own parts; they win over built-in ones of the same name. */
  readonly parts?: { readonly steps?: readonly Step[]; readonly sources?: readonly Source[]; readonly sinks?: readonly Sink[] }
  readonly streams?: { readonly input?: NodeJS.ReadableStream; readonly output?: NodeJS.WritableStream }
  /** Subscribed before the first event. */
  readonly listen?: (events: EventBus) => void
  /** `BatchResult.outputs` holds the first 100,000; false: it stays empty, and results are read elsewhere. @default true */
  readonly collectOutputs?: boolean
}

/** Continue a batch (`resume`), or reopen what failed in one (`retry`). */
export interface ContinueRequest {
  /** A batch_id, an unambiguous prefix of one, or absent: the latest. */
  readonly batch?: string
  readonly folder?: string
  readonly ledger?: string
  readonly wait?: boolean
  /** Options that may change: workers, and a larger budget. */
  readonly options?: JsonObject
  /** retry: only these item ids. */
  readonly only?: readonly string[]
  /** retry: only items for which this CEL condition over `{id, state, code, reason}` holds. */
  readonly where?: string
  readonly parts?: BatchRequest['parts']
  readonly streams?: BatchRequest['streams']
  readonly listen?: (events: EventBus) => void
  readonly collectOutputs?: boolean
}

/** An item given in code; `id` names it in the ledger, so that the next batch finds its results. */
export interface BatchInput {
  readonly id: string
  readonly data: Json
  readonly metadata?: JsonObject | null
  /** A whole number from 0 to 1000; larger ones go first. @default 0 */
  readonly priority?: number
  /** Ids, or patterns of ids, of items that must have ended before this one starts. What becomes of it when one has failed: `on_failure`. */
  readonly depends_on?: DependsOn
}

/** A batch that runs in this process. */
export interface Batch {
  readonly id: string
  readonly events: EventBus
  /** A snapshot from memory; cheap enough for five a second. */
  status(): BatchStatus
  /** Results as items end, with back-pressure on the reader only (the batch does not wait). Ends with the batch. */
  outputs(): AsyncIterable<BatchOutput>
  /** Turns a knob: `drain` (Ctrl-C once), `stop` (twice), `pause`, `resume`, `cancel`, `tune {workers}`. Resolves with the answer. */
  control(verb: ControlVerb, args?: JsonObject): Promise<string>
  /** Resolves when the batch has come to rest and everything is written; rejects only for bugs and a lost ledger. */
  readonly done: Promise<BatchResult>
}

/** The knobs of a running batch. */
export type ControlVerb = 'drain' | 'stop' | 'pause' | 'resume' | 'cancel' | 'tune'

/** What `millrace run --json` prints. */
export interface BatchResult {
  readonly batch_id: string
  readonly pipeline: string
  readonly state: BatchState
  /** Why it stopped early: a sentence, a stable code, and what to do. */
  readonly reason?: string
  readonly code?: string
  readonly fix?: string
  readonly total: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly cancelled: number
  readonly review: number
  readonly pending: number
  /** At most 100,000 in memory; the command line streams all. */
  readonly outputs: readonly BatchOutput[]
  readonly summary: string | null
  readonly metrics: JsonObject
  /** 0, 1, 3 or 130: see the exit codes in the README. */
  readonly exit_code: number
  /** Absolute paths of what was written besides the outputs. */
  readonly reports: { readonly json?: string; readonly html?: string; readonly logs?: string }
}
