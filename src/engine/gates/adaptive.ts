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
  /** Every worker was busy at least once: the limit was what held the batch back. */
  readonly wasBinding: boolean
}

const gain = 1.05
const loss = 0.9
const shortestTrialMs = 500

export class Adaptive {
  #workers: number
  #trial: Trial | undefined
  #best = 0
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
    const trial = this.#trial ?? { since: now - end.ms, ended: 0, wasBinding: false }
    this.#trial = { since: trial.since, ended: trial.ended + 1, wasBinding: trial.wasBinding || isBinding }
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
    const rate = (1000 * trial.ended) / (now - trial.since)
    const before = this.#best
    this.#trial = undefined
    if (before === 0 || rate > before * gain) return this.#rise(rate, trial)
    if (rate < before * loss && this.#workers > this.#range.start) return this.#fall(rate, before)
    // As fast as with fewer workers: the last one did not help, so it stops growing here.
    this.#best = Math.max(rate, before)
    this.#ceiling = Math.min(this.#ceiling, this.#workers)
    return undefined
  }

  #rise(rate: number, trial: Trial): Adjustment | undefined {
    this.#best = rate
    const mayGrow = trial.wasBinding && this.#workers < this.#ceiling
    return mayGrow ? this.#move(1, `${rate.toFixed(1)} items/s and every worker was busy`) : undefined
  }

  #fall(rate: number, before: number): Adjustment {
    this.#ceiling = this.#workers - 1
    this.#best = before
    return this.#move(-1, `throughput fell from ${before.toFixed(1)} to ${rate.toFixed(1)} items/s`)
  }

  #move(by: number, why: string): Adjustment {
    this.#workers += by
    this.#trial = undefined
    return { workers: this.#workers, why }
  }
}
