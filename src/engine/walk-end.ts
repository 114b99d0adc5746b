/** What the outcome of an attempt means for the walk: its end, another try, or a person's word. */
import type { Failure, StepOutcome } from '../pipeline/outcome.ts'
import type { ItemKit } from './item-kit.ts'
import { mayRetry, retryDelay } from './retry.ts'
import type { Walk, WalkEnd } from './walk.ts'

/** How long an item keeps away for which the system had no room. */
const crowdedMs = 250

/** What an outcome that is no success means for the walk. */
export function endWith(outcome: StepOutcome, walk: Walk, kit: ItemKit): WalkEnd {
  switch (outcome.kind) {
    case 'succeeded':
      return { kind: 'ended', state: 'succeeded' }
    case 'skipped':
      return { kind: 'ended', state: 'skipped', reason: outcome.reason }
    case 'failed':
      return { kind: 'ended', state: 'failed', failure: outcome.failure }
    case 'unknown':
      return unclear(outcome.failure.message, outcome.failure.code)
    case 'retry':
      return retryOrFail(outcome, walk, kit)
    case 'crowded':
      return { kind: 'retry', failure: outcome.failure, tries: triesBefore(walk, walk.step), waitMs: crowdedMs, isCrowded: true }
    case 'throttled':
      return putOff(outcome, walk, kit)
    default:
      return outcome
  }
}

/** How long an item keeps away that a service without limits has sent away, and did not say for how long. */
const throttledMs = 1_000

/** It waits for its limits, where the step has some, like everybody else. */
function putOff(
  { failure, afterMs = throttledMs }: Extract<StepOutcome, { kind: 'throttled' }>,
  walk: Walk,
  kit: ItemKit,
): WalkEnd {
  const isLimited = kit.limits?.at(walk.step) !== undefined
  if (isLimited && mayPark(walk, walk.step)) return { kind: 'parked', step: walk.step, throttle: { failure, waitMs: afterMs } }
  return { kind: 'retry', failure, tries: triesBefore(walk, walk.step), waitMs: afterMs, isThrottled: true }
}

/** An item that is parked comes back at that step: before the furthest one, its tries there would be forgotten. */
export function mayPark({ ready }: Walk, step: number): boolean {
  return step >= ready.step
}

function retryOrFail(outcome: Extract<StepOutcome, { kind: 'retry' }>, walk: Walk, kit: ItemKit): WalkEnd {
  const { failure, afterMs, isExcused } = outcome
  const policy = kit.steps[walk.step]?.definition.retry
  const before = triesBefore(walk, walk.step)
  const failed = before + 1
  if (policy !== undefined && isExcused === true) {
    const waitMs = retryDelay(policy, { failed, chance: kit.random(), askedMs: afterMs })
    return { kind: 'retry', failure, tries: before, waitMs }
  }
  if (policy === undefined || !mayRetry(policy, failed)) return { kind: 'ended', state: 'failed', failure }
  return { kind: 'retry', failure, tries: failed, waitMs: retryDelay(policy, { failed, chance: kit.random(), askedMs: afterMs }) }
}

export function unclear(message: string, code: string): WalkEnd {
  const fix = '`millrace review` settles it: --done, --again or --fail.'
  return { kind: 'ended', state: 'review', reason: message, failure: { code, message, fix } }
}

/**
 * Tries belong to the furthest step that an earlier walk came to. A step before it that fails now shares them:
 * two steps that fail in turns would otherwise keep an item trying for ever.
 */
export function triesBefore(walk: Walk, step: number): number {
  return step <= walk.ready.step ? walk.ready.tries : 0
}

/** Messages may quote what a program printed: secrets are taken out before anybody sees them. */
export function redacted(outcome: StepOutcome, kit: ItemKit): StepOutcome {
  if (!('failure' in outcome)) return outcome
  // A failure is JSON, and stays of its type.
  return { ...outcome, failure: kit.redact({ ...outcome.failure }) as unknown as Failure }
}
