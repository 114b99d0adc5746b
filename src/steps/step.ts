/**
 * The contract of a step: what one thing that is done to an item must tell and do.
 * Built-in kinds and tools are written with the same `defineStep` and `defineTool` that users import.
 */
import type * as z from 'zod'
import type { Json, JsonObject } from '../base/json.ts'
import type { Effects } from '../pipeline/definition.ts'
import type { DeliveredFile, Delivery } from '../pipeline/delivery.ts'
import type { Item } from '../pipeline/item.ts'
import type { FamilyEnd } from '../pipeline/part.ts'

/** A kind of step, or a tool: the same for every item. What changes per item is in the context. */
export interface Step<Options = unknown> {
  /** `transform`, `validate` …: the key that selects it in a pipeline file. A tool is `tool:<name>`. */
  readonly kind: string
  /** Its own keys. Fields that hold placeholders are checked once they are filled in. */
  readonly options: z.ZodType<Options>
  /** What the engine must know before the first item. Called once per step of a pipeline, with its options as written. */
  plan(options: JsonObject, setting: StepSetting): StepPlan | Promise<StepPlan>
  /** Does it to one item. Returns the step's value; throws RetryableError, PermanentError or BatchError. */
  run(options: Options, context: StepContext): Promise<Json> | Json
}

/** Where a pipeline stands: what a step may look at before the first item. */
export interface StepSetting {
  /** The pipeline file's folder: relative modules and schemas start here. */
  readonly folder: string
  readonly config: JsonObject
}

/** Everything about a step that is known before the first item. */
export interface StepPlan {
  readonly effects: Effects
  /** Keep the value in the ledger as soon as it is there, so that a resume starts behind it. */
  readonly isDurable: boolean
  /** What bounds it: decides where `workers: auto` starts. */
  readonly boundBy: 'cpu' | 'io'
  /** Part of the fingerprint: the tool's own version, hashes of modules and schemas. */
  readonly version: string
  /** Sees the whole context, not only the placeholders it names: all of it enters the fingerprint. */
  readonly readsAll?: boolean
  /** Its work depends on the content of the item's file: its sha256 enters the fingerprint. */
  readonly readsFile?: boolean
  /** Delivers at the item's own output path without naming it: the output's root and layout enter the fingerprint. */
  readonly delivers?: boolean
  /** Option keys that are taken as written: no placeholder in them is replaced. */
  readonly literal?: readonly string[]
  /** Those of `literal` in which the step replaces placeholders itself: their names are checked like all others. */
  readonly fillsItself?: readonly string[]
  /** Takes the item's own file away: it is not looked for afterwards. */
  readonly consumesFile?: boolean
  /** Works on one item at a time: a `group` on it is refused. */
  readonly isPerItem?: boolean
  /** Runs programs through `runProgram`, which gets ready for it before the first item. */
  readonly runsPrograms?: boolean
  /** What is missing on this machine, as sentences; empty when it can run. Checked before the first item. */
  readonly missing?: readonly string[]
}

/** What a running step may use. */
export interface StepContext {
  readonly item: Item
  /** Every name the step sees: `input`, `content`, `config`, `path` …, and earlier outputs. */
  readonly names: JsonObject
  /** The item's own file, absolute, where it has one. */
  readonly file: string | undefined
  /** Aborts on timeout, on the second Ctrl-C, and when the batch stops. */
  readonly signal: AbortSignal
  /** The pipeline file's folder. */
  readonly folder: string
  /** Stable over retries, resumes and batches: the same item and step always give the same key. */
  readonly idempotencyKey: string
  /** From 1. */
  readonly attempt: number
  readonly output: OutputAccess
  /** At a merge: what became of the item's parts. */
  readonly family?: FamilyEnd | undefined
  /** A private folder for temporary files, on a RAM disk where they fit; removed when the attempt ends. */
  temporaryFolder(expectedBytes: number): Promise<string>
  /** Splits a template into literal text and inserted values, for steps that must not splice (a shell command). */
  parts(template: string): readonly TemplatePart[]
  /** What this attempt has used: settled against what was kept free for it. Told several times, it adds up. */
  spent(amounts: Spent): void
  /** What the service announced: how many more it takes, and until when. The limits of the step keep to it. */
  quota(announced: Announcement): void
  /** Measurements of this attempt that go to the ledger and the report (pixels, decoder, exit code …). */
  note(facts: JsonObject): void
}

/** Amounts that an attempt has used. */
export interface Spent {
  readonly usd?: number
  readonly tokens?: number
  readonly bytes?: number
}

/** What a service said about how many more calls it takes. */
export interface Announcement {
  /** Only of this limit. @default every limit of the step */
  readonly limit?: string | undefined
  readonly remaining: number
  /** Of the whole window. */
  readonly total?: number | undefined
  /** Until the window begins anew. @default the shortest window of the limit */
  readonly resetMs?: number | undefined
}

/** A piece of a template: text as it was written, or a value that was inserted. */
export type TemplatePart = { readonly text: string } | { readonly value: Json }

/** The only way a step writes where results are kept: claimed, complete, synced, hashed, then visible. */
export interface OutputAccess {
  /** The item's final path where it is known before the work; absent for layouts that look at the result. */
  readonly path: string | undefined
  /** Writes one file: `write` fills and verifies the temporary file, then it appears at its final path. */
  deliver(delivery: Delivery): Promise<DeliveredFile>
  /** A delivered file that steps of this item wrote at the item's own output path, if any. */
  readonly delivered: readonly DeliveredFile[]
  /** A path outside the item's own, checked to lie below the output root. Relative paths start there. */
  resolve(path: string): Promise<string>
}
