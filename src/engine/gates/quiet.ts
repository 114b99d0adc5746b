import type { Gate, GateState } from './gate.ts'

/** What a service announced: how many more it takes until its next window. */
export interface Quota {
  readonly remaining: number
  /** Of the whole window. */
  readonly total?: number | undefined
  /** Until the window begins anew. */
  readonly resetMs: number
}

/**
 * Listens to the service: after an announcement that it is asked too much nothing starts until it may, and while it says
 * how many more it takes, no more than that start.
 */
export class QuietGate implements Gate {
  readonly #name: string
  #until = 0
  #quota: { readonly left: number; readonly total: number; readonly resetAt: number } | undefined
  #running = 0
  #isQuiet = false

  constructor(name: string) {
    this.#name = name
  }

  delay(now: number): number {
    if (this.#quota !== undefined && this.#quota.resetAt <= now) this.#quota = undefined
    const byQuota = this.#quota !== undefined && this.#quota.left <= 0 ? this.#quota.resetAt : 0
    const wait = Math.max(0, this.#until - now, byQuota - now)
    this.#isQuiet = wait > 0
    return wait
  }

  started(): void {
    this.#running += 1
    if (this.#quota !== undefined) this.#quota = { ...this.#quota, left: this.#quota.left - 1 }
  }

  finished(): void {
    this.#running -= 1
  }

  get state(): GateState {
    const { left = 0, total = 0 } = this.#quota ?? {}
    const reason = this.#isQuiet ? { reason: 'the service asked to wait' } : {}
    return { name: this.#name, limit: total, used: Math.max(0, total - left), ...reason }
  }

  /** An announcement never shortens one before it. */
  hush(until: number): void {
    this.#until = Math.max(this.#until, until)
  }

  get quietUntil(): number {
    return this.#until
  }

  /** Attempts that are on their way may not be counted in it yet: all of them, but for the one that was answered. */
  announced({ remaining, total = remaining, resetMs }: Quota, now: number): void {
    const left = remaining - Math.max(0, this.#running - 1)
    this.#quota = { left, total, resetAt: now + resetMs }
  }
}
