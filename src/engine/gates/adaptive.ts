/**
 * Moves the limit of the concurrency gate (`workers: auto`): one up while that raises throughput, one down when it fell
 * or memory is short, and it says why. Decides only when enough items have ended at the present limit to compare.
 */
import type { AttemptEnd } from './gate.ts'

export interface AdaptiveRange {
  readonly start: number
  readonly min: number
  readonly max: number
}

export interface Adjustment {
  readonly workers: number
  readonly why: string
}

interface Trial {
  readonly since: number
  readonly ended: number
  readonly bytes: number
  /** Every worker was busy at least once: the limit was what held the batch back. */
  readonly wasBinding: boolean
}

/** Per second. Items that grow (smallest first) lower the one and raise the other: only both together are a loss. */
interface Rate {
  readonly items: number
  readonly bytes: number
}

const gain = 1.05
const loss = 0.9
const shortestTrialMs = 500

export class Adaptive {
  #workers: number
  #trial: Trial | undefined
  #best: Rate | undefined
  #ceiling: number
  readonly #range: AdaptiveRange

  constructor(range: AdaptiveRange) {
    this.#range = range
    this.#workers = range.start
    this.#ceiling = range.max
  }

  get workers(): number {
    return this.#workers
  }

  /** Tells of an attempt that ended; answers with a new number of workers when it is time to change it. */
  finished(end: AttemptEnd, now: number, isBinding: boolean): Adjustment | undefined {
    if (end.kind === 'interrupted') return undefined
    const trial = this.#trial ?? { since: now - end.ms, ended: 0, bytes: 0, wasBinding: false }
    this.#trial = {
      since: trial.since,
      ended: trial.ended + 1,
      bytes: trial.bytes + end.cost.bytes,
      wasBinding: trial.wasBinding || isBinding,
    }
    const isLongEnough = this.#trial.ended >= Math.max(8, 2 * this.#workers) && now - trial.since >= shortestTrialMs
    return isLongEnough ? this.#judge(this.#trial, now) : undefined
  }

  /** Memory is short: one worker fewer, and no more than that from now on. */
  memoryIsShort(): Adjustment | undefined {
    if (this.#workers <= this.#range.min) return undefined
    this.#ceiling = this.#workers - 1
    return this.#move(-1, 'memory is short')
  }

  #judge(trial: Trial, now: number): Adjustment | undefined {
    const before = this.#best
    const rate = rateOf(trial, now)
    this.#trial = undefined
    if (before === undefined || hasGrown(rate, before)) return this.#rise(rate, trial)
    if (hasFallen(rate, before) && this.#workers > this.#range.start) return this.#fall(rate, before)
    // As fast as with fewer workers: the last one did not help, so it stops growing here.
    this.#best = { items: Math.max(rate.items, before.items), bytes: Math.max(rate.bytes, before.bytes) }
    this.#ceiling = Math.min(this.#ceiling, this.#workers)
    return undefined
  }

  #rise(rate: Rate, trial: Trial): Adjustment | undefined {
    this.#best = rate
    const mayGrow = trial.wasBinding && this.#workers < this.#ceiling
    return mayGrow ? this.#move(1, `${rate.items.toFixed(1)} items/s and every worker was busy`) : undefined
  }

  #fall(rate: Rate, before: Rate): Adjustment {
    this.#ceiling = this.#workers - 1
    return this.#move(-1, `throughput fell from ${before.items.toFixed(1)} to ${rate.items.toFixed(1)} items/s`)
  }

  #move(by: number, why: string): Adjustment {
    this.#workers += by
    this.#trial = undefined
    return { workers: this.#workers, why }
  }
}

function rateOf(trial: Trial, now: number): Rate {
  const seconds = (now - trial.since) / 1000
  return { items: trial.ended / seconds, bytes: trial.bytes / seconds }
}

function hasGrown(rate: Rate, before: Rate): boolean {
  return rate.items > before.items * gain || rate.bytes > before.bytes * gain
}

function hasFallen(rate: Rate, before: Rate): boolean {
  return rate.items < before.items * loss && (before.bytes === 0 || rate.bytes < before.bytes * loss)
}
