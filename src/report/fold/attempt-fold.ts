/** Everything that the report takes from attempts, in one pass and constant memory. */
import { isObject, type JsonObject } from '../../base/json.ts'
import type { AttemptOutcome, AttemptRecord } from '../../ledger/rows.ts'
import { Fixes, parseFailure } from './failure-text.ts'
import { Histogram } from './histogram.ts'
import { type Notes, NoteTally } from './note-tally.ts'
import { NumberSet } from './number-set.ts'

/** The attempts of one step. */
export interface StepAttempts {
  /** Running time of the attempts that did work, in milliseconds. */
  readonly ms: Histogram
  readonly outcomes: Readonly<Partial<Record<AttemptOutcome, number>>>
  readonly notes: Notes
}

interface StepSums {
  readonly ms: Histogram
  readonly outcomes: Partial<Record<AttemptOutcome, number>>
  readonly tally: NoteTally
}

const mostCodes = 100

export class AttemptFold {
  readonly #steps = new Map<number, StepSums>()
  readonly #worked = new NumberSet()
  readonly #retried = new NumberSet()
  readonly #retryCodes = new Map<string, number>()
  readonly fixes = new Fixes()

  add(attempt: AttemptRecord): void {
    const step = this.#step(attempt.step)
    step.outcomes[attempt.outcome] = (step.outcomes[attempt.outcome] ?? 0) + 1
    if (attempt.notes !== undefined) step.tally.add(parseNotes(attempt.notes))
    if (attempt.error !== undefined) this.fixes.add(parseFailure(attempt.error))
    if (attempt.outcome === 'retry') this.#retry(attempt)
    if (attempt.reused || attempt.step < 0) return
    this.#worked.add(attempt.seq)
    step.ms.add(attempt.ms)
  }

  step(index: number): StepAttempts {
    const { tally, ...sums } = this.#step(index)
    return { ...sums, notes: tally.notes }
  }

  /** An attempt of it was more than the reuse of a kept result. */
  hasWorked(seq: number): boolean {
    return this.#worked.has(seq)
  }

  hasRetried(seq: number): boolean {
    return this.#retried.has(seq)
  }

  /** How often each code led to another try. */
  get retryCodes(): ReadonlyMap<string, number> {
    return this.#retryCodes
  }

  #retry({ seq, code = 'UNKNOWN' }: AttemptRecord): void {
    this.#retried.add(seq)
    const key = this.#retryCodes.has(code) || this.#retryCodes.size < mostCodes ? code : 'OTHER'
    this.#retryCodes.set(key, (this.#retryCodes.get(key) ?? 0) + 1)
  }

  #step(index: number): StepSums {
    const known = this.#steps.get(index)
    if (known) return known
    const fresh = { ms: new Histogram(), outcomes: {}, tally: new NoteTally() }
    this.#steps.set(index, fresh)
    return fresh
  }
}

function parseNotes(notes: string): JsonObject {
  const value: unknown = JSON.parse(notes)
  // JSON.parse of an object gives only JSON.
  return isObject(value) ? (value as JsonObject) : {}
}
