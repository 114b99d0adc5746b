/**
 * Takes one item through its steps. Every walk starts at the first step; what was kept and still holds is not done again.
 * Duties: 1. decide per step: pass over, reuse, or run; 2. keep what must not be paid twice before going on;
 * 3. end with one WalkEnd, which the caller settles. Never throws for what happens to an item.
 */
import type { Json, JsonObject } from '../base/json.ts'
import type { AttemptRow, ResultRow } from '../ledger/rows.ts'
import type { Failure, StepOutcome } from '../pipeline/outcome.ts'
import { attemptStep } from './attempt.ts'
import { isInDoubt } from './doubt.ts'
import { outcomeOf } from './failure.ts'
import { fingerprintOf } from './fingerprint-parts.ts'
import type { ItemKit } from './item-kit.ts'
import type { PlannedStep, PlannedWork } from './planned-step.ts'
import { mayRetry, retryDelay } from './retry.ts'
import { findKept, reuse } from './reuse.ts'
import { AttemptContext } from './step-context.ts'
import type { Walk, WalkEnd } from './walk.ts'

export async function runItem(walk: Walk, kit: ItemKit): Promise<WalkEnd> {
  try {
    if (walk.file !== undefined && kit.needsFile) await kit.checkInput(walk)
    for (const planned of kit.steps) {
      const end = await takeStep(planned, walk, kit)
      if (end !== undefined) return end
    }
    return await finishItem(walk, kit)
  } catch (thrown) {
    return endOutsideStep(redacted(outcomeOf(thrown), kit), walk, kit)
  }
}

/** The file was missing, an option did not fit, the result could not be written: an attempt of the step it was at. */
function endOutsideStep(outcome: StepOutcome, walk: Walk, kit: ItemKit): WalkEnd {
  const end = endWith(outcome, walk, kit)
  const noted = { n: triesBefore(walk, walk.step) + 1, started: kit.clock.wall(), ms: 0, notes: {} }
  walk.unwritten.attempts.push(attemptRow(walk.step, noted, { outcome: attemptOutcome(end), ...failureIn(outcome) }))
  return end
}

/** The sink writes what no step has written; then the item has succeeded. */
async function finishItem(walk: Walk, kit: ItemKit): Promise<WalkEnd> {
  walk.step = kit.steps.length - 1
  if (walk.delivered.length === 0) await kit.putResult(walk)
  if (walk.file !== undefined && kit.needsFile) await kit.checkInput(walk)
  const reason = walk.lapses.length === 0 ? {} : { reason: `best effort: ${walk.lapses.join('; ')}` }
  return { kind: 'ended', state: 'succeeded', ...reason }
}

async function takeStep(planned: PlannedStep, walk: Walk, kit: ItemKit): Promise<WalkEnd | undefined> {
  walk.step = planned.index
  const { condition, definition, work } = planned
  if (condition !== undefined && !condition.holds(walk.names)) {
    if (work === undefined) return { kind: 'ended', state: 'skipped', reason: `${definition.name}: not (${definition.when})` }
    walk.names[definition.output] ??= null
    return undefined
  }
  return work === undefined ? undefined : doStep(planned, work, { walk, kit })
}

interface StepCase {
  readonly walk: Walk
  readonly kit: ItemKit
}

interface Doing extends StepCase {
  readonly planned: PlannedStep
  readonly work: PlannedWork
  readonly fp: string
  readonly parts: string
  /** How many files the walk had delivered before this step. */
  readonly filesBefore: number
}

async function doStep(planned: PlannedStep, work: PlannedWork, { walk, kit }: StepCase): Promise<WalkEnd | undefined> {
  const print = fingerprintOf(planned, work, { walk, setting: kit.prints })
  const { fp, parts } = print instanceof Promise ? await print : print
  const doing: Doing = { planned, work, walk, kit, fp, parts, filesBefore: walk.delivered.length }
  const kept = findKept(walk.ready.results, { step: planned.definition.name, fp, freshFor: kit.freshFor })
  if (kept?.state === 'unknown')
    return unclear(`step ${planned.definition.name} had started and its answer was never seen`, 'OUTCOME_UNKNOWN')
  if (kept !== undefined && (await reuse(kept, doing))) return undefined
  return runStep(doing)
}

async function runStep(doing: Doing): Promise<WalkEnd | undefined> {
  const { planned, work, walk, kit } = doing
  const { definition, index } = planned
  const n = triesBefore(walk, index) + 1
  walk.names['attempt'] = n
  // `fill` of an object is an object.
  const options = work.parse({ ...(work.template.fill(walk.names) as JsonObject), ...work.literal })
  if (work.effects === 'once' && !(await announce(doing))) return { kind: 'interrupted' }
  kit.starting(walk)
  // A step whose value is not kept runs every time: it does not make the item a new one.
  if (work.plan.isDurable || work.effects !== 'pure') Object.assign(walk, { hasWorked: true, isReused: false })
  const notes: Record<string, Json> = {}
  const started = kit.clock.now()
  const at = kit.clock.wall()
  const outcome = await attemptStep({
    run: (signal) =>
      work.step.run(options, new AttemptContext({ walk, kit, signal, fp: doing.fp, n, notes, step: definition.name })),
    timeoutMs: definition.timeoutMs,
    stop: kit.stop,
    clock: kit.clock,
  })
  const noted = { n, started: at, ms: kit.clock.now() - started, notes }
  return settleAttempt(doing, redacted(settledOnce(doing, outcome), kit), noted)
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

/** Messages may quote what a program printed: secrets are taken out before anybody sees them. */
function redacted(outcome: StepOutcome, kit: ItemKit): StepOutcome {
  if (!('failure' in outcome)) return outcome
  // A failure is JSON, and stays of its type.
  return { ...outcome, failure: kit.redact({ ...outcome.failure }) as unknown as Failure }
}

interface Noted {
  readonly n: number
  readonly started: number
  readonly ms: number
  readonly notes: JsonObject
}

/** A `once` step that ended without an answer may have happened: only a person can tell. */
function settledOnce(doing: Doing, outcome: StepOutcome): StepOutcome {
  if (doing.work.effects !== 'once' || outcome.kind === 'succeeded') return outcome
  if (isInDoubt(outcome)) return { kind: 'unknown', failure: failureIn(outcome).failure ?? stopped }
  doing.walk.unwritten.results.push(resultRow(doing, 'none', null))
  return outcome
}

const stopped: Failure = { code: 'INTERRUPTED', message: 'stopped while it ran' }

async function settleAttempt(doing: Doing, outcome: StepOutcome, noted: Noted): Promise<WalkEnd | undefined> {
  const { planned, work, walk, kit } = doing
  if (outcome.kind === 'succeeded') {
    await succeed(doing, outcome.value, noted)
    return undefined
  }
  const end = endWith(outcome, walk, kit)
  walk.unwritten.attempts.push(attemptRow(planned.index, noted, { outcome: attemptOutcome(end), ...failureIn(outcome) }))
  const isLapse =
    end.kind === 'ended' && end.state === 'failed' && planned.definition.optional && kit.options.mode === 'best_effort'
  if (!isLapse || work.effects === 'once') return end
  walk.lapses.push(`${planned.definition.name} failed: ${end.failure?.message ?? ''}`)
  walk.names[planned.definition.output] = null
  return undefined
}

async function succeed(doing: Doing, raw: Json, noted: Noted): Promise<void> {
  const { planned, work, walk, kit } = doing
  const value = kit.redact(raw ?? null)
  walk.names[planned.definition.output] = value
  // First the row: a value that is not JSON fails the attempt.
  const row = resultRow(doing, 'done', value)
  walk.unwritten.attempts.push(attemptRow(planned.index, noted, { outcome: 'succeeded' }))
  const isKept = work.plan.isDurable || work.effects === 'once'
  if (isKept) walk.unwritten.results.push(row)
  walk.result = { step: planned.definition.name, fp: doing.fp, value, ...(isKept ? {} : { row }) }
  const isLast = planned.index === kit.steps.length - 1
  if (work.effects === 'once') await kit.keep(walk, [])
  else if (isKept && walk.isMarked && !isLast) kit.post(walk)
}

/** How long an item keeps away for which the system had no room. */
const crowdedMs = 250

/** What an outcome that is no success means for the walk. */
function endWith(outcome: StepOutcome, walk: Walk, kit: ItemKit): WalkEnd {
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
    default:
      return outcome
  }
}

function retryOrFail({ failure, afterMs }: Extract<StepOutcome, { kind: 'retry' }>, walk: Walk, kit: ItemKit): WalkEnd {
  const policy = kit.steps[walk.step]?.definition.retry
  const failed = triesBefore(walk, walk.step) + 1
  if (policy === undefined || !mayRetry(policy, failed)) return { kind: 'ended', state: 'failed', failure }
  return { kind: 'retry', failure, tries: failed, waitMs: retryDelay(policy, { failed, chance: kit.random(), askedMs: afterMs }) }
}

function unclear(message: string, code: string): WalkEnd {
  const fix = '`millrace review` settles it: --done, --again or --fail.'
  return { kind: 'ended', state: 'review', reason: message, failure: { code, message, fix } }
}

/**
 * Tries belong to the furthest step that an earlier walk came to. A step before it that fails now shares them:
 * two steps that fail in turns would otherwise keep an item trying for ever.
 */
function triesBefore(walk: Walk, step: number): number {
  return step <= walk.ready.step ? walk.ready.tries : 0
}

function failureIn(outcome: StepOutcome): { readonly failure?: Failure } {
  return 'failure' in outcome ? { failure: outcome.failure } : {}
}

function attemptOutcome(end: WalkEnd): 'retry' | 'interrupted' | Extract<WalkEnd, { kind: 'ended' }>['state'] {
  if (end.kind === 'ended') return end.state
  return end.kind === 'retry' ? 'retry' : 'interrupted'
}

function resultRow({ planned, walk, fp, parts, filesBefore }: Doing, state: ResultRow['state'], value: Json): ResultRow {
  const files = walk.delivered.slice(filesBefore)
  return {
    itemId: walk.item.id,
    step: planned.definition.name,
    fp,
    parts,
    state,
    value: JSON.stringify(value),
    ...(files.length === 0 ? {} : { files: JSON.stringify(files) }),
  }
}

interface AttemptEnding {
  readonly outcome: ReturnType<typeof attemptOutcome>
  readonly failure?: Failure
}

function attemptRow(step: number, { n, started, ms, notes }: Noted, { outcome, failure }: AttemptEnding): AttemptRow {
  const hasNotes = Object.keys(notes).length > 0
  return {
    ...{ step, n, outcome, reused: false, started, ms },
    ...(failure === undefined ? {} : { code: failure.code, error: JSON.stringify(failure) }),
    ...(hasNotes ? { notes: JSON.stringify(notes) } : {}),
  }
}
