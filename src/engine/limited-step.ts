/** A step behind limits: its attempt waits for them, tells them how it ended, and what it used. */
import { errorCode, toError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import type { Failure, StepOutcome } from '../pipeline/outcome.ts'
import { attemptRow } from './attempt-rows.ts'
import type { AttemptEnd, Cost } from './gates/gate.ts'
import type { ItemKit } from './item-kit.ts'
import type { PlannedStep } from './planned-step.ts'
import { after, isLater, type Soon } from './soon.ts'
import { compileCost, type StepCost } from './step-cost.ts'
import type { Passage, Turnstile } from './turnstile.ts'
import type { Walk, WalkEnd } from './walk.ts'
import { endWith, mayPark, triesBefore } from './walk-end.ts'

export interface LimitedCase {
  readonly planned: PlannedStep
  readonly walk: Walk
  readonly kit: ItemKit
}

/** What an attempt of a limited step holds and collects while it runs. */
export interface Visit {
  readonly turnstile: Turnstile
  readonly passage: Passage
  readonly cost: StepCost
  /** What the step said that it used. */
  readonly spent: Record<string, number>
}

type Run = (visit: Visit) => Soon<WalkEnd | undefined>

/** Runs the attempt as soon as its limits let it. */
export function throughLimits(limited: LimitedCase, turnstile: Turnstile, run: Run): Soon<WalkEnd | undefined> {
  const { planned, walk, kit } = limited
  const { seq } = walk.ready
  const verdict = turnstile.verdict(seq)
  if (verdict !== undefined) return convicted(verdict, limited)
  const cost = kit.limits?.costOf(planned.index) ?? compileCost()
  const isParkable = mayPark(walk, planned.index)
  const came = kit.clock.now()
  const entered = turnstile.enter(seq, cost.most(walk.names), isParkable)
  return after(entered, (passage) => {
    if (isLater(entered)) walk.waitedMs = (walk.waitedMs ?? 0) + kit.clock.now() - came
    if (passage !== undefined && !kit.stop.aborted) return run({ turnstile, passage, cost, spent: {} })
    passage?.finished({ kind: 'interrupted', ms: 0, actual: nothing })
    return isParkable ? { kind: 'parked', step: planned.index } : { kind: 'interrupted' }
  })
}

const nothing: Cost = { bytes: 0, tokens: 0, usd: 0 }

/** The service works, so the failure was the item's own after all: now it counts. */
function convicted(failure: Failure, { planned, walk, kit }: LimitedCase): WalkEnd {
  const end = endWith({ kind: 'retry', failure, afterMs: 0 }, walk, kit)
  if (end.kind === 'retry') return { ...end, waitMs: 0 }
  const noted = { n: triesBefore(walk, planned.index) + 1, started: kit.clock.wall(), ms: 0, notes: {} }
  walk.unwritten.attempts.push(attemptRow(planned.index, noted, { outcome: 'failed', failure }))
  return end
}

export interface Ending extends LimitedCase {
  readonly outcome: StepOutcome
  readonly ms: number
  readonly notes: Record<string, Json>
}

/** The limits hear how the attempt ended; the outcome with what they make of it. */
export function leave(visit: Visit, { walk, outcome, ms, notes }: Ending): StepOutcome {
  const { turnstile, passage } = visit
  const code = 'failure' in outcome ? outcome.failure.code : undefined
  const actual = actualOf(visit, { walk, outcome, notes })
  const end = { kind: endKind(outcome), ms, ...(code === undefined ? {} : { code }), ...(actual === undefined ? {} : { actual }) }
  // Before anybody else may pass.
  const afterMs = outcome.kind === 'throttled' ? passage.throttled(outcome.afterMs) : undefined
  const isExcused = outcome.kind === 'retry' && turnstile.hold(walk.ready.seq, end, outcome.failure)
  passage.finished(end)
  if (outcome.kind === 'throttled') return { ...outcome, afterMs }
  return isExcused ? { ...outcome, isExcused } : outcome
}

function actualOf(visit: Visit, { walk, outcome, notes }: Pick<Ending, 'walk' | 'outcome' | 'notes'>): Partial<Cost> | undefined {
  const said = { ...found(visit, { walk, outcome, notes }), ...visit.spent }
  return Object.keys(said).length === 0 ? undefined : said
}

/** The work is done and paid for: that nobody can say what it cost is no reason to do it again. */
function found({ cost }: Visit, { walk, outcome, notes }: Pick<Ending, 'walk' | 'outcome' | 'notes'>): Partial<Cost> {
  if (outcome.kind !== 'succeeded') return {}
  try {
    return cost.actual(outcome.value, walk.names)
  } catch (thrown) {
    notes['cost_unknown'] = `${errorCode(thrown) ?? 'ERROR'}: ${toError(thrown).message}`
    return {}
  }
}

function endKind({ kind }: StepOutcome): AttemptEnd['kind'] {
  return kind === 'unknown' || kind === 'stop' ? 'failed' : kind
}
