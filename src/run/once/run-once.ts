/**
 * Takes the batch itself through steps, one after the other, each once. What an earlier session has done and what still
 * holds is not done again; what may have happened and must not happen twice waits for a person.
 */
import type { Json } from '../../base/json.ts'
import type { PlannedStep } from '../../engine/planned-step.ts'
import { runItem } from '../../engine/run-item.ts'
import { temporaryKey } from '../../engine/step-context.ts'
import { type StopReason, stopFor } from '../../engine/stop-rule.ts'
import type { WalkEnd } from '../../engine/walk.ts'
import type { OnceAttempt, OnceRecord, OnceResult } from '../../report/once.ts'
import { onceKit, onceWalk } from './once-kit.ts'
import { keepOnce, keptOnce, type OnceContext } from './once-notes.ts'
import type { OnceSetting } from './once-setting.ts'

export interface OnceSteps extends OnceContext {
  readonly steps: readonly PlannedStep[]
  readonly names: Record<string, Json>
  readonly record: OnceRecord
}

/** Why the batch has to stop, or nothing when every step is done, passed over, or ended by a `when` of its own. */
export async function runOnce(setting: OnceSetting, once: OnceSteps): Promise<StopReason | undefined> {
  const doubt = once.record.inDoubt.find(({ part }) => part === once.part)
  if (doubt !== undefined) return inDoubt(doubt.step)
  for (const planned of once.steps) {
    if (setting.asked.reason !== undefined) return setting.asked.reason
    const refused = once.record.results.find((one) => isRefused(one, planned, once))
    if (refused !== undefined) return gaveUp(refused.step)
    const end = await untilEnded({ ...planned, index: 0 }, setting, once)
    const stop = stopOf(end, planned, setting)
    if (stop !== undefined) return stop
    if (end.kind === 'ended' && end.state === 'skipped') return undefined
  }
  return undefined
}

/** One step, as often as its `retry` allows. */
async function untilEnded(planned: PlannedStep, setting: OnceSetting, once: OnceSteps): Promise<WalkEnd> {
  for (let tries = 0; ; ) {
    const end = await tried(planned, setting, { ...once, tries })
    if (end.kind !== 'retry') return end
    tries = end.tries
    await setting.clock.sleep(end.waitMs, AbortSignal.any([setting.stop, setting.asked.signal]))
    if (setting.stop.aborted || setting.asked.reason !== undefined) return { kind: 'interrupted' }
  }
}

async function tried(planned: PlannedStep, setting: OnceSetting, once: OnceSteps & { readonly tries: number }): Promise<WalkEnd> {
  const { name } = planned.definition
  const kept = keptOnce(once.record, setting.row.batch, once)
  const walk = onceWalk(setting, { names: once.names, kept, tries: once.tries })
  const keepCase = { setting, context: once, step: name }
  const kit = onceKit(setting, planned, async (other, rows) => tell(setting, await keepOnce(other, rows, keepCase)))
  const end = await runItem(walk, kit)
  tell(setting, await keepOnce(walk, [], keepCase))
  await setting.temporary.remove(temporaryKey(walk))
  return end
}

function tell({ bus, row }: OnceSetting, attempts: readonly OnceAttempt[]): void {
  for (const attempt of attempts) bus.emit('batch:after', { batch_id: row.name, ...attempt })
}

function stopOf(end: WalkEnd, { definition }: PlannedStep, { asked }: OnceSetting): StopReason | undefined {
  switch (end.kind) {
    case 'interrupted':
    case 'retry':
      return asked.reason ?? { state: 'interrupted', code: 'INTERRUPTED', message: 'interrupted' }
    case 'stop':
      return stopFor(end.failure)
    case 'ended':
      if (end.state === 'review') return interruptedInDoubt(definition.name, asked)
      return end.state === 'failed' ? failed(definition.name, end) : undefined
    default:
      throw new TypeError(`Expected a step behind the items to end, got "${end.kind}".`)
  }
}

function failed(step: string, { reason, failure }: Extract<WalkEnd, { kind: 'ended' }>): StopReason {
  const { code = 'FAILED', message = reason ?? '', fix } = failure ?? {}
  return {
    state: 'failed',
    code,
    message: `every item has ended, but the step "${step}" after them failed: ${message}`,
    fix: `${fix === undefined ? '' : `${fix} `}\`millrace resume\` does what is left.`,
  }
}

function inDoubt(step: string): StopReason {
  return {
    state: 'failed',
    code: 'OUTCOME_UNKNOWN',
    message: `the step "${step}" after the items had started and its answer was never seen: it may have happened, and must not happen twice`,
    fix: `Find out, then say so with \`millrace review after:${step}\` and --done, --again or --fail; \`millrace resume\` goes on.`,
  }
}

/** Somebody who stopped the batch is told so first; the doubt is told again when it goes on. */
function interruptedInDoubt(step: string, { reason }: OnceSetting['asked']): StopReason {
  const { fix = '', ...doubt } = inDoubt(step)
  return { ...(reason ?? doubt), fix }
}

function gaveUp(step: string): StopReason {
  return {
    state: 'failed',
    code: 'GIVEN_UP',
    message: `the step "${step}" after the items was given up by a person`,
    fix: `\`millrace review after:${step} --again\` lets it run after all.`,
  }
}

function isRefused(result: OnceResult, { definition }: PlannedStep, { part, made }: OnceContext): boolean {
  return result.state === 'refused' && result.part === part && result.step === definition.name && result.made === made
}
