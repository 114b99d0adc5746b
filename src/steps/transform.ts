/** `transform: ./clean.ts`: the user's own function over one item. */
import { resolve } from 'node:path'
import * as z from 'zod'
import type { Json, JsonObject } from '../base/json.ts'
import { defineStep } from './define.ts'
import { jsonValue } from './json-value.ts'
import { type LoadedModule, loadModule } from './load-module.ts'
import type { StepContext, StepSetting } from './step.ts'
import { TransformPool } from './transform-pool.ts'

export const transformOptions = z.strictObject({
  transform: z
    .string()
    .min(1)
    .describe('The module, found relative to the pipeline file: `export default (item, context) => value`.'),
  cpu: z.boolean().default(false).describe('It computes for long: run it in a thread of its own, which a timeout ends.'),
})

/** What the function gets as its second argument. */
export interface TransformContext {
  /** Every name the step sees: `input`, `content`, `config`, `path` …, and outputs of earlier steps. */
  readonly names: JsonObject
  readonly config: Json
  /** The item's own file, absolute, where it has one. */
  readonly file: string | undefined
  /** The pipeline file's folder. */
  readonly folder: string
  /** From 1. */
  readonly attempt: number
  /** Stable over retries and batches. */
  readonly idempotencyKey: string
  /** Aborts on timeout and when the batch stops. Absent in a thread of its own (`cpu: true`), which is simply ended. */
  readonly signal?: AbortSignal
  /** What this attempt has used. Absent in a thread of its own. */
  readonly spent?: StepContext['spent']
  /** What the service announced. Absent in a thread of its own. */
  readonly quota?: StepContext['quota']
}

interface Prepared extends LoadedModule {
  readonly pool: TransformPool
}

/** By absolute path. `plan` loads anew, so that a batch runs what its fingerprints were made of. */
const modules = new Map<string, Promise<Prepared>>()

/** Its value is what the function returns, which has to be JSON. */
export const transformStep = defineStep({
  kind: 'transform',
  options: transformOptions,
  plan: planTransform,
  run: runTransform,
})

async function planTransform({ transform, cpu }: JsonObject, { folder }: StepSetting) {
  const path = resolve(folder, String(transform))
  const before = modules.get(path)
  const module = prepare(path)
  modules.set(path, module)
  // One that could not be loaded has no threads.
  before?.then(({ pool }) => pool.close()).catch(() => undefined)
  const { hash } = await module
  return {
    effects: 'pure',
    boundBy: cpu === true ? 'cpu' : 'io',
    version: hash,
    readsAll: true,
    literal: ['transform'],
  } as const
}

async function runTransform({ transform, cpu }: z.output<typeof transformOptions>, context: StepContext): Promise<Json> {
  const path = resolve(context.folder, transform)
  const known = modules.get(path) ?? prepare(path)
  modules.set(path, known)
  const { run, pool } = await known
  const call = { item: context.item, context: plainContext(context) }
  if (cpu) return pool.run(call, context.signal)
  const { signal } = context
  const tools = { signal, spent: context.spent.bind(context), quota: context.quota.bind(context) }
  return jsonValue(await run(call.item, { ...call.context, ...tools }))
}

async function prepare(path: string): Promise<Prepared> {
  const loaded = await loadModule(path)
  return { ...loaded, pool: new TransformPool({ path, hash: loaded.hash }) }
}

function plainContext({ names, file, folder, attempt, idempotencyKey }: StepContext): TransformContext {
  return { names, config: names['config'] ?? {}, file, folder, attempt, idempotencyKey }
}
