/**
 * The complete, validated form of a pipeline: what `schema.ts` and `parse.ts` make of the text that a person wrote.
 * Below this point nothing is optional that has a default.
 */
import type { JsonObject } from '../base/json.ts'
import type { HookDefinitions } from './hook-definition.ts'
import type { Budget, CostDefinition, LimitDefinition } from './limit-definition.ts'
import type { RecipeScope } from './recipe-scope.ts'

export interface Pipeline {
  readonly name: string
  readonly description: string
  readonly input: InputDefinition
  readonly steps: readonly StepDefinition[]
  readonly output: OutputDefinition
  readonly options: RunOptions
  /** Absent: nothing is made of all results together. */
  readonly aggregation?: AggregationDefinition
  /** Done once, on what the batch made, when no item is pending. */
  readonly after: readonly StepDefinition[]
  /** Whom the batch asks and tells. */
  readonly hooks: HookDefinitions
  /** What the services behind its steps allow. */
  readonly limits?: readonly LimitDefinition[]
  /** `{config.…}`: the file's `config` with everything that overrides it. */
  readonly config: JsonObject
  /** Relative paths in the file (transform modules, schemas) start here. Absolute. */
  readonly folder: string
  /** The file it came from; absent for a pipeline given as an object. */
  readonly file?: string
}

export interface InputDefinition {
  readonly type: string
  /** The source's own options, checked by the source's schema. */
  readonly options: JsonObject
}

export interface OutputDefinition {
  readonly type: string
  /** The root of everything that is written. Absolute. `-` for stdout. */
  readonly path: string
  /** One layout or several, nested in order: tree, flat, by_date, by_size, by_dimensions, or a path template. */
  readonly layout: readonly string[]
  /** File name template, for example `{basename}.{ext}`; absent: the source's own name. */
  readonly naming?: string
  readonly dateFrom: 'input' | 'output' | 'exif'
  readonly overwrite: 'own' | 'always' | 'never'
  /** The sink's own options, checked by the sink's schema. */
  readonly options: JsonObject
}

/** What is made of all results together. At least one of its parts is there. */
export interface AggregationDefinition {
  readonly fold?: { readonly module: string } | { readonly builtIn: BuiltInFold }
  /** Text with `{total}`, `{succeeded}`, `{failed}`, `{skipped}` and `{fold…}`. */
  readonly template?: string
  /** The file that it is written to, below the output root; may hold `{config.…}` and `{batch_id}`. */
  readonly output?: string
  /** Where it stands in the file. */
  readonly line?: number
}

/** One expression over an output (`result.bytes`), or several by name. */
export type Measured = string | Readonly<Record<string, string>>

/** Folds that need no code. An output that has no value there is passed over. */
export interface BuiltInFold {
  readonly count?: boolean
  readonly sum?: Measured
  readonly min?: Measured
  readonly max?: Measured
  readonly mean?: Measured
  /** The same figures once more for every value of this. */
  readonly group_by?: string
  /** Which outputs count: a condition. Absent: those that succeeded. */
  readonly where?: string
}

/** What repeating a step means: nothing, the same again, or damage. */
export type Effects = 'pure' | 'idempotent' | 'once'

export interface StepDefinition {
  readonly name: string
  /** `tool:filesystem`, `transform`, `validate` …; `keep` for a step that has only a `when`. */
  readonly kind: string
  /** The kind's own options, placeholders not yet replaced. */
  readonly options: JsonObject
  /** A CEL condition. False: a `keep` step skips the item, any other step is passed over. */
  readonly when?: string
  /** The name its value gets in the context, `result` unless named; of a recipe's step, the key (`recipe-scope.ts`). */
  readonly output: string
  readonly retry: RetryPolicy
  /** Running time of one attempt. */
  readonly timeoutMs?: number
  /** As the file says; absent: as the kind says. */
  readonly effects?: Effects
  /** In `best_effort` mode a failed optional step does not fail its item. */
  readonly optional: boolean
  /** Names of the limits that every attempt goes through. */
  readonly limits?: readonly string[]
  readonly cost?: CostDefinition
  /** Done to many items in one call. */
  readonly group?: GroupDefinition
  /** Files besides the item that the step reads: part of its fingerprint. Placeholders allowed. */
  readonly reads: readonly string[]
  /** Where the step stands in the file. */
  readonly line?: number
  /** It came out of a recipe: what it sees. */
  readonly scope?: RecipeScope
}

/** How many items one call gets. */
export interface GroupDefinition {
  /** From 2. */
  readonly size: number
  /** Of their JSON. */
  readonly bytes?: number
  readonly tokens?: number
  /** A group that is not full goes after so long; absent: when nothing else can come. */
  readonly waitMs?: number
}

export interface RetryPolicy {
  /** All tries, the first included. From 1. */
  readonly attempts: number
  readonly backoff: 'exponential' | 'linear' | 'constant'
  readonly delayMs: number
  readonly maxDelayMs: number
  /** Full jitter: a random wait between 0 and the computed one. */
  readonly jitter: boolean
}

export interface RunOptions {
  /** How many items at once; `auto` adapts. */
  readonly workers: number | 'auto'
  readonly mode: 'strict' | 'flexible' | 'best_effort'
  readonly failFast: boolean
  /** How many failures the batch bears before it stops: a count, or a share (0 to 1) of the items. */
  readonly tolerate?: { readonly count: number } | { readonly share: number }
  readonly order: 'given' | 'smallest_first' | 'priority'
  /** Only the first so many items. */
  readonly limit?: number
  /** Goes on when the source has been read: files that appear and files that change are items, too. */
  readonly watch?: WatchOptions
  /** Do not look at kept results. */
  readonly fresh: boolean
  readonly dryRun: boolean
  /** A marked trial run: `strict`, and outputs in a marked folder. */
  readonly test: boolean
  readonly durability: 'full' | 'fast'
  /** Items taken in turns of so many; the next turn starts when the last has ended. */
  readonly batchSize?: number | 'auto'
  /** Between turns, write back and drop the system's file cache (root on Linux only). */
  readonly clearCache: boolean
  /** Where the report goes: a file, `none`, or absent for the logs folder. */
  readonly report?: string
  /** A folder for one JSON file per failed item. Absolute. */
  readonly errorOutput?: string
  readonly logs: LogOptions
  /** Names of the secrets the environment must provide; their values are redacted everywhere. */
  readonly secrets: readonly string[]
  /** Free memory below which no further attempt starts. */
  readonly memoryReserveBytes?: number
  /** What the whole batch may use. */
  readonly budget?: Budget
  /** Time between two starts of items. */
  readonly staggerMs?: number
}

export interface WatchOptions {
  /** A file is complete when it has not changed for so long. */
  readonly settleMs: number
}

export interface LogOptions {
  /** Pack the logs of this batch into one .tar.gz when it ends. */
  readonly archive: boolean
  /** The report lists every file. */
  readonly files: boolean
  /** A text file in the logs folder with one line per failed item. */
  readonly failures?: string
}
