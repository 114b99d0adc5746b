/** The step behind all others that asks a hook about the item's output. Its answer is kept and reused like any result. */
import * as z from 'zod'
import { PermanentError, SkipItem } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { type Answered, changedResult, readDecision } from '../events/hook-answer.ts'
import { defineStep } from './define.ts'
import type { Step, StepContext } from './step.ts'

export const afterHookKind = 'after-hook'

/** A hook that is asked about outputs. */
export interface AfterHook {
  /** Equal as long as it is the same hook: part of the fingerprint. */
  readonly name: string
  /** Of its code. */
  readonly version: string
  ask(event: string, text: string, signal: AbortSignal): Promise<Answered>
}

const options = z.strictObject({
  hook: z.string(),
  /** Names that steps before it give their values, the last step first. */
  results: z.array(z.string()),
})

/** The step for the hooks of one batch: each is chosen by its name. */
export function afterHookStep(hooks: readonly AfterHook[]): Step<z.output<typeof options>> {
  const hookOf = (name: unknown) => hooks.find((hook) => hook.name === name)
  return defineStep({
    kind: afterHookKind,
    options,
    plan: ({ hook }) => ({ version: hookOf(hook)?.version ?? '', readsAll: true, literal: ['hook', 'results'] }),
    run: async ({ hook, results }, context) => {
      const found = hookOf(hook)
      const result = latest(results, context)
      return found === undefined ? result : changed(found, result, context)
    },
  })
}

async function changed(hook: AfterHook, result: Json, context: StepContext): Promise<Json> {
  const { item, file, names, signal } = context
  const sent: JsonObject = {
    batch_id: names['batch_id'] ?? null,
    item: { id: item.id, ...(file === undefined ? {} : { path: file }), data: item.data, metadata: item.metadata },
    output: { id: item.id, success: true, result },
  }
  return byName(hook, async () => {
    const decision = readDecision(await hook.ask('batch:item:after', JSON.stringify(sent), signal))
    if (decision.action === 'skip') throw new SkipItem(decision.reason ?? `skipped by ${hook.name}`)
    return changedResult(decision.data, result)
  })
}

/** What it refuses, it refuses under its name. */
async function byName(hook: AfterHook, work: () => Promise<Json>): Promise<Json> {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof PermanentError)) throw thrown
    const fix = thrown.fix === undefined ? {} : { fix: thrown.fix }
    throw new PermanentError(thrown.code, `${hook.name}: ${thrown.message}`, { cause: thrown, ...fix })
  }
}

/** Steps that were passed over have left null. */
function latest(results: readonly string[], { names }: StepContext): Json {
  const name = [...results, 'content'].find((one) => names[one] !== undefined && names[one] !== null)
  return (name === undefined ? undefined : names[name]) ?? null
}
