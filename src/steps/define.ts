/** How a step or a tool is made: by Millrace itself and by those who extend it. */
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import type { Step, StepContext, StepPlan, StepSetting } from './step.ts'

/** What a step says about itself before the first item: a value, or a function of its options as they are written. */
export type PlanPart =
  | Partial<StepPlan>
  | ((options: JsonObject, setting: StepSetting) => Partial<StepPlan> | Promise<Partial<StepPlan>>)

interface Common<Schema extends z.ZodType> {
  /** Its own keys in a pipeline file. Their descriptions become the reference, their types those of `run`. */
  readonly options: Schema
  /** What differs from `defaultPlan`. */
  readonly plan?: PlanPart
}

type Work<Schema extends z.ZodType> = (options: z.output<Schema>, context: StepContext) => Promise<Json> | Json

export interface StepParts<Schema extends z.ZodType> extends Common<Schema> {
  /** The key that selects it in a pipeline file: `transform`, `validate`. */
  readonly kind: string
  /** Does it to one item. Throws RetryableError, PermanentError or BatchError to say what happens next. */
  readonly run: Work<Schema>
}

export type ToolParts<Schema extends z.ZodType> = Common<Schema> & {
  /** Selects it: `tool: <name>`. */
  readonly name: string
} & ({ readonly run: Work<Schema> } | { readonly execute: Work<Schema> })

/**
 * What holds for a step that does not say otherwise: repeating it after a crash does no harm, its value is kept before
 * the next step starts, it waits more than it computes, and anything in the item's context may change its result.
 */
export const defaultPlan: StepPlan = { effects: 'idempotent', isDurable: true, boundBy: 'io', version: '1', readsAll: true }

/**
 * Defines a kind of step with a key of its own.
 *
 * @example
 * export const upper = defineStep({
 *   kind: 'upper',
 *   options: z.strictObject({ upper: z.string() }),
 *   plan: { effects: 'pure', readsAll: false },
 *   run: ({ upper }) => upper.toUpperCase(),
 * })
 * @throws UsageError `STEP_INVALID` when a part is missing or of the wrong type.
 */
export function defineStep<Schema extends z.ZodType>(parts: StepParts<Schema>): Step<z.output<Schema>> {
  refuseFaults(faultsOf({ label: 'step', name: parts.kind, nameKey: 'kind', ...parts }))
  return build(parts.kind, parts, parts.run)
}

/**
 * Defines a tool: a step that is selected by `tool: <name>`. `execute` is another name for `run`.
 *
 * @throws UsageError `STEP_INVALID` when a part is missing or of the wrong type.
 */
export function defineTool<Schema extends z.ZodType>(parts: ToolParts<Schema>): Step<z.output<Schema>> {
  const run = 'run' in parts ? parts.run : parts.execute
  refuseFaults(faultsOf({ label: 'tool', nameKey: 'name', ...parts, run }))
  return build(`tool:${parts.name}`, parts, run)
}

function build<Schema extends z.ZodType>(
  kind: string,
  { options, plan = {} }: Common<Schema>,
  run: Work<Schema>,
): Step<z.output<Schema>> {
  const planned = async (written: JsonObject, setting: StepSetting) => {
    const own = typeof plan === 'function' ? await plan(written, setting) : plan
    return { ...defaultPlan, ...own }
  }
  // A schema is of its output's type; zod's inference does not carry that through a type parameter.
  return Object.freeze({ kind, options: options as unknown as z.ZodType<z.output<Schema>>, plan: planned, run })
}

interface Given {
  readonly label: 'step' | 'tool'
  readonly nameKey: string
  readonly name: unknown
  readonly options: unknown
  readonly plan?: unknown
  readonly run: unknown
}

function faultsOf({ label, nameKey, name, options, plan = {}, run }: Given): readonly string[] {
  const isName = typeof name === 'string' && /^[a-z][a-z0-9_-]*$/.test(name)
  const checks: readonly (readonly [boolean, string])[] = [
    [isName, `expected \`${nameKey}\` of the ${label} to be a word of a-z, 0-9, _ and -, got ${JSON.stringify(name)}`],
    [options instanceof z.ZodType || hasParse(options), `expected \`options\` of "${name}" to be a zod schema`],
    [
      typeof plan === 'function' || (typeof plan === 'object' && plan !== null),
      `expected \`plan\` of "${name}" to be an object or a function`,
    ],
    [typeof run === 'function', `expected \`run\` of "${name}" to be a function`],
  ]
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault)
}

/** A schema of the caller's own copy of zod. */
function hasParse(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'safeParse' in schema && typeof schema.safeParse === 'function'
}

function refuseFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new UsageError('STEP_INVALID', `Cannot define this step: ${faults.join('; ')}.`)
}
