/** What the ledger is told of an attempt and of its value. */
import type { Json, JsonObject } from '../base/json.ts'
import type { AttemptRow, ResultRow } from '../ledger/rows.ts'
import type { Failure, StepOutcome } from '../pipeline/outcome.ts'
import type { PlannedStep, PlannedWork } from './planned-step.ts'
import type { Walk, WalkEnd } from './walk.ts'

/** An item that stands before a grouped step, with everything that its value will be kept under. */
export interface Gathered extends Made {
  readonly work: PlannedWork
}

export interface Noted {
  readonly n: number
  readonly started: number
  readonly ms: number
  readonly notes: JsonObject
}

/** What a value was made by, and of what. */
export interface Made {
  readonly planned: PlannedStep
  readonly walk: Walk
  readonly fp: string
  /** JSON: the pieces of the fingerprint. */
  readonly parts: string
  /** How many files the walk had delivered before this step. */
  readonly filesBefore: number
}

export function failureIn(outcome: StepOutcome): { readonly failure?: Failure } {
  return 'failure' in outcome ? { failure: outcome.failure } : {}
}

export function attemptOutcome(end: WalkEnd): 'retry' | 'interrupted' | Extract<WalkEnd, { kind: 'ended' }>['state'] {
  if (end.kind === 'ended') return end.state
  const isAgain = end.kind === 'retry' || (end.kind === 'parked' && end.throttle !== undefined)
  return isAgain ? 'retry' : 'interrupted'
}

export function resultRow({ planned, walk, fp, parts, filesBefore }: Made, state: ResultRow['state'], value: Json): ResultRow {
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

export function attemptRow(step: number, { n, started, ms, notes }: Noted, { outcome, failure }: AttemptEnding): AttemptRow {
  const hasNotes = Object.keys(notes).length > 0
  return {
    ...{ step, n, outcome, reused: false, started, ms },
    ...(failure === undefined ? {} : { code: failure.code, error: JSON.stringify(failure) }),
    ...(hasNotes ? { notes: JSON.stringify(notes) } : {}),
  }
}
