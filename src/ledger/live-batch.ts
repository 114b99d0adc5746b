import { LedgerError } from '../base/errors.ts'
import { itemStates, outcomeName } from './codes.ts'
import type { AttemptRow } from './rows.ts'
import type { Store } from './store.ts'

interface StepDelta {
  succeeded: number
  failed: number
  skipped: number
  reused: number
  retries: number
  us: number
}

const counters = itemStates.map((name) => `${name} = ${name} + ?`).join(', ')
const writeCounts = `UPDATE batch SET total = ?, children = children + ?, last_attempt = max(last_attempt, ?), ${counters} WHERE id = ? AND epoch = ?`
const writeProgress = `INSERT INTO progress (batch, step, succeeded, failed, skipped, reused, retries, us)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
    succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed, skipped = skipped + excluded.skipped,
    reused = reused + excluded.reused, retries = retries + excluded.retries, us = us + excluded.us`

/** The place of a name is what stands in the file. */
export const depsNames = ['none', 'asked', 'linked'] as const

/** What one transaction has changed in a batch: written to its row once, at the end, so that counters cost nothing per item. */
export class LiveBatch {
  readonly id: number
  readonly epoch: number
  /** The last seq that was given out. */
  total: number
  lastAttempt = 0
  /** Items that were split from others in this transaction. */
  children = 0
  /** Whether items wait for others: by names that nobody has looked up yet, or by edges. Most batches have none, and pay nothing. */
  deps: (typeof depsNames)[number]
  #states = itemStates.map(() => 0)
  readonly #steps = new Map<number, StepDelta>()

  constructor(row: {
    readonly id: number
    readonly epoch: number
    readonly total: number
    readonly deps: number
  }) {
    this.id = row.id
    this.epoch = row.epoch
    this.total = row.total
    this.deps = depsNames[row.deps] ?? 'none'
  }

  /** `count` items went from one state code to another; absent: they are new. */
  moved(from: number | undefined, to: number, count = 1): void {
    if (from !== undefined) this.#states[from] = (this.#states[from] ?? 0) - count
    this.#states[to] = (this.#states[to] ?? 0) + count
  }

  /** Attempts that were written down; `sign` -1 takes them back, when their items run again. */
  attempted({ step, outcome, reused, ms }: AttemptRow): void {
    if (step < 0) return
    const delta = this.#step(step)
    if (outcome === 'succeeded' || outcome === 'failed' || outcome === 'skipped') delta[outcome] += 1
    if (outcome === 'retry') delta.retries += 1
    if (reused) delta.reused += 1
    delta.us += microseconds(ms)
  }

  /** `count` ends at a step no longer hold: their items run again. */
  takenBack(step: number, outcome: number, count: number): void {
    const name = outcomeName(outcome)
    if (step >= 0 && (name === 'failed' || name === 'skipped')) this.#step(step)[name] -= count
  }

  /** Throws LedgerError OWNER_LOST when another owner has raised the epoch. */
  flush(store: Store): void {
    const changed = store.run(writeCounts, this.total, this.children, this.lastAttempt, ...this.#states, this.id, this.epoch)
    if (changed !== 1) throw ownerLost(this.id)
    for (const [step, d] of this.#steps)
      store.run(writeProgress, this.id, step, d.succeeded, d.failed, d.skipped, d.reused, d.retries, d.us)
    this.#states = this.#states.map(() => 0)
    this.children = 0
    this.#steps.clear()
  }

  #step(step: number): StepDelta {
    const known = this.#steps.get(step)
    if (known !== undefined) return known
    const fresh = { succeeded: 0, failed: 0, skipped: 0, reused: 0, retries: 0, us: 0 }
    this.#steps.set(step, fresh)
    return fresh
  }
}

/** Durations are kept as whole microseconds: a third of the bytes of a fraction. */
export function microseconds(ms: number): number {
  return Math.round(ms * 1000)
}

function ownerLost(batch: number): LedgerError {
  return new LedgerError('OWNER_LOST', `Another process took batch ${batch} over: this one must stop.`, {
    fix: 'Let the other process finish, or resume the batch once it has ended.',
  })
}
