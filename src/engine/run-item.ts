/**
 * Takes one item through its steps. Every walk starts at the first step; what was kept and still holds is not done again.
 * Duties: 1. decide per step: pass over, reuse, or run; 2. keep what must not be paid twice before going on;
 * 3. end with one WalkEnd, which the caller settles. Never throws for what happens to an item.
 */
import type { Json } from '../base/json.ts'
import type { Failure, StepOutcome } from '../pipeline/outcome.ts'
import type { Part } from '../pipeline/part.ts'
import { attemptStep } from './attempt.ts'
import { attemptOutcome, attemptRow, failureIn, type Made, type Noted, resultRow } from './attempt-rows.ts'
import { isInDoubt } from './doubt.ts'
import { outcomeOf } from './failure.ts'
import { partResult } from './families/part-result.ts'
import { isInner, levelOf } from './families/paths.ts'
import { splitUp } from './families/split-up.ts'
import { fingerprintOf } from './fingerprint-parts.ts'
import type { ItemKit } from './item-kit.ts'
import { leave, throughLimits, type Visit } from './limited-step.ts'
import type { PlannedStep, PlannedWork } from './planned-step.ts'
import { findKept, reuse } from './reuse.ts'
import { after, isLater, rescued, type Soon } from './soon.ts'
import { AttemptContext } from './step-context.ts'
import type { Walk, WalkEnd } from './walk.ts'
import { endWith, redacted, triesBefore, unclear } from './walk-end.ts'

export function runItem(walk: Walk, kit: ItemKit): Soon<WalkEnd> {
  return rescued(
    () => after(inherited(walk, kit), () => after(inputIsThere(walk, kit), () => takeSteps(0, walk, kit))),
    (thrown) => endOutsideStep(redacted(outcomeOf(thrown), kit), walk, kit),
  )
}

/** A part knows what its parent knew. */
function inherited(walk: Walk, kit: ItemKit): Soon<void> {
  return walk.ready.birth === undefined ? undefined : kit.families.inherit(walk)
}

function inputIsThere(walk: Walk, kit: ItemKit): Soon<void> {
  return walk.file !== undefined && kit.needsFile ? kit.checkInput(walk) : undefined
}

/** The steps from this place of its path on, then the end. Goes on in the same turn as long as each is done at once. */
function takeSteps(from: number, walk: Walk, kit: ItemKit): Soon<WalkEnd> {
  const path = kit.paths.of(levelOf(walk))
  for (const planned of from === 0 ? path : path.slice(from)) {
    const end = takeStep(planned, walk, kit)
    if (isLater(end)) return end.then((ended) => ended ?? takeSteps(path.indexOf(planned) + 1, walk, kit))
    if (end !== undefined) return end
  }
  return finishItem(walk, kit)
}

/** The file was missing, an option did not fit, the result could not be written: an attempt of the step it was at. */
export function endOutsideStep(outcome: StepOutcome, walk: Walk, kit: ItemKit): WalkEnd {
  const end = endWith(outcome, walk, kit)
  const noted = { n: triesBefore(walk, walk.step) + 1, started: kit.clock.wall(), ms: 0, notes: {} }
  walk.unwritten.attempts.push(attemptRow(walk.step, noted, { outcome: attemptOutcome(end), ...failureIn(outcome) }))
  return end
}

/** The sink writes what no step has written; then the item has succeeded. */
export function finishItem(walk: Walk, kit: ItemKit): Soon<WalkEnd> {
  walk.step = kit.paths.of(levelOf(walk)).at(-1)?.index ?? walk.step
  if (walk.ready.birth !== undefined) walk.result ??= partResult(walk)
  const put = walk.delivered.length === 0 && !isInner(walk, kit.paths) ? kit.putResult(walk) : undefined
  return after(put, () => after(inputIsThere(walk, kit), () => succeeded(walk)))
}

function succeeded({ lapses, remarks }: Walk): WalkEnd {
  const bestEffort = lapses.length === 0 ? [] : [`best effort: ${lapses.join('; ')}`]
  const said = [...remarks, ...bestEffort]
  return { kind: 'ended', state: 'succeeded', ...(said.length === 0 ? {} : { reason: said.join('; ') }) }
}

function takeStep(planned: PlannedStep, walk: Walk, kit: ItemKit): Soon<WalkEnd | undefined> {
  walk.step = planned.index
  const { condition, definition, work } = planned
  if (condition !== undefined && !condition.holds(walk.names)) {
    if (work === undefined) return { kind: 'ended', state: 'skipped', reason: `${definition.name}: not (${definition.when})` }
    walk.names[definition.output] ??= null
    return undefined
  }
  if (work === undefined) return undefined
  switch (definition.kind) {
    case 'split':
      return split(planned, work, { walk, kit })
    case 'merge':
      return merge(planned, work, { walk, kit })
    default:
      return doStep(planned, work, { walk, kit })
  }
}

/** The list of parts is for the ledger: later steps of the item see what they would see without it. */
function split(planned: PlannedStep, work: PlannedWork, { walk, kit }: StepCase): Soon<WalkEnd | undefined> {
  const { output } = planned.definition
  const { [output]: before } = walk.names
  return after(doStep(planned, work, { walk, kit }), (end) => {
    const parts = walk.names[output] as unknown as readonly Part[] // what a split makes
    if (before === undefined) delete walk.names[output]
    else walk.names[output] = before
    return end ?? splitUp(planned, parts, { walk, kit })
  })
}

async function merge(planned: PlannedStep, work: PlannedWork, { walk, kit }: StepCase): Promise<WalkEnd | undefined> {
  const family = await kit.families.end(walk, kit.paths.splitOf(planned.index) ?? -1)
  if (family.failed > 0) walk.remarks.push(`${family.failed} of ${family.total} parts did not succeed`)
  walk.family = family
  return doStep(planned, work, { walk, kit })
}

interface StepCase {
  readonly walk: Walk
  readonly kit: ItemKit
}

export interface Doing extends StepCase, Made {
  readonly work: PlannedWork
  /** What the attempt holds of the step's limits; absent where it has none. */
  readonly visit?: Visit
}

function doStep(planned: PlannedStep, work: PlannedWork, { walk, kit }: StepCase): Soon<WalkEnd | undefined> {
  return after(fingerprintOf(planned, work, { walk, setting: kit.prints }), ({ fp, parts }) => {
    const doing: Doing = { planned, work, walk, kit, fp, parts, filesBefore: walk.delivered.length }
    const kept = findKept(walk.ready.results, { step: planned.definition.name, fp, freshFor: kit.freshFor })
    if (kept === undefined) return workOn(doing)
    if (kept.state === 'unknown')
      return unclear(`step ${planned.definition.name} had started and its answer was never seen`, 'OUTCOME_UNKNOWN')
    return after(reuse(kept, doing), (isReused) => (isReused ? undefined : workOn(doing)))
  })
}

/** A grouped step is not done to the item alone: it waits in the lane of the step for others. */
function workOn(doing: Doing): Soon<WalkEnd | undefined> {
  const { planned, work, walk, fp, parts, filesBefore } = doing
  if (planned.definition.group === undefined) return runStep(doing)
  walk.gathered = { planned, work, walk, fp, parts, filesBefore }
  return { kind: 'parked', step: planned.index }
}

/** Through its limits, and with an attempt. Nothing when the value is there. */
export function runStep(doing: Doing): Soon<WalkEnd | undefined> {
  const { planned, work, walk, kit } = doing
  const n = triesBefore(walk, planned.index) + 1
  walk.names['attempt'] = n
  const options = work.optionsFor(walk.names)
  const turnstile = kit.limits?.at(planned.index)
  if (turnstile === undefined) return begin(doing, options, n)
  return throughLimits(doing, turnstile, (visit) => begin(Object.assign(doing, { visit }), options, n))
}

function begin(doing: Doing, options: unknown, n: number): Soon<WalkEnd | undefined> {
  if (doing.work.effects !== 'once') return attempt(doing, options, n)
  return after(announce(doing), (isKnown) => {
    if (isKnown) return attempt(doing, options, n)
    doing.visit?.passage.finished({ kind: 'interrupted', ms: 0 })
    return { kind: 'interrupted' }
  })
}

function attempt(doing: Doing, options: unknown, n: number): Soon<WalkEnd | undefined> {
  const { planned, work, walk, kit, fp, visit } = doing
  kit.starting(walk)
  // A step whose value is not kept runs every time: it does not make the item a new one.
  if (work.plan.isDurable || work.effects !== 'pure') Object.assign(walk, { hasWorked: true, isReused: false })
  const notes: Record<string, Json> = {}
  const started = kit.clock.now()
  const at = kit.clock.wall()
  const isFree = visit === undefined
  if (isFree) kit.limits?.began(planned.index)
  const outcome = attemptStep({
    run: (signal) =>
      work.step.run(options, new AttemptContext({ walk, kit, signal, fp, n, notes, visit, step: planned.definition.name })),
    timeoutMs: planned.definition.timeoutMs,
    stop: kit.stop,
    clock: kit.clock,
  })
  return after(outcome, (ended) => {
    const ms = kit.clock.now() - started
    if (isFree) kit.limits?.ended(planned.index)
    const settled = settledOnce(doing, ended)
    const outcome = visit === undefined ? settled : leave(visit, { ...doing, outcome: settled, ms, notes })
    return settleAttempt(doing, redacted(outcome, kit), { n, started: at, ms, notes })
  })
}

/** From here on the ledger knows that it may have happened. False when the batch was stopped before it began. */
async function announce(doing: Doing): Promise<boolean> {
  const { walk, kit } = doing
  if (kit.stop.aborted) return false
  await kit.keep(walk, [resultRow(doing, 'unknown', null)])
  if (!kit.stop.aborted) return true
  walk.unwritten.results.push(resultRow(doing, 'none', null))
  return false
}

/** A `once` step that ended without an answer may have happened: only a person can tell. */
function settledOnce(doing: Doing, outcome: StepOutcome): StepOutcome {
  if (doing.work.effects !== 'once' || outcome.kind === 'succeeded') return outcome
  if (isInDoubt(outcome)) return { kind: 'unknown', failure: failureIn(outcome).failure ?? stopped }
  doing.walk.unwritten.results.push(resultRow(doing, 'none', null))
  return outcome
}

const stopped: Failure = { code: 'INTERRUPTED', message: 'stopped while it ran' }

function settleAttempt(doing: Doing, outcome: StepOutcome, noted: Noted): Soon<WalkEnd | undefined> {
  const { planned, work, walk, kit } = doing
  if (outcome.kind === 'succeeded') return succeed(doing, outcome.value, noted)
  const end = endWith(outcome, walk, kit)
  walk.unwritten.attempts.push(attemptRow(planned.index, noted, { outcome: attemptOutcome(end), ...failureIn(outcome) }))
  const isLapse =
    end.kind === 'ended' && end.state === 'failed' && planned.definition.optional && kit.options.mode === 'best_effort'
  if (!isLapse || work.effects === 'once') return end
  walk.lapses.push(`${planned.definition.name} failed: ${end.failure?.message ?? ''}`)
  walk.names[planned.definition.output] = null
  return undefined
}

function succeed(doing: Doing, raw: Json, noted: Noted): Soon<undefined> {
  const { planned, work, walk, kit } = doing
  const value = kit.redact(raw ?? null)
  walk.names[planned.definition.output] = value
  // First the row: a value that is not JSON fails the attempt.
  const row = resultRow(doing, 'done', value)
  walk.unwritten.attempts.push(attemptRow(planned.index, noted, { outcome: 'succeeded' }))
  const isKept = work.plan.isDurable || work.effects === 'once'
  if (isKept) walk.unwritten.results.push(row)
  walk.result = { step: planned.definition.name, fp: doing.fp, value, ...(isKept ? {} : { row }) }
  if (work.effects === 'once') return kit.keep(walk, []).then(() => undefined)
  const isLast = planned.index === kit.steps.length - 1
  if (isKept && walk.isMarked && !isLast) kit.post(walk)
  return undefined
}
