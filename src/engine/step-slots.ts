/** How many attempts of one step may run at once, from the moment that a person says so. */
import type { GateState } from './gates/gate.ts'

export class StepSlots {
  readonly #name: string
  #limit = Number.POSITIVE_INFINITY
  /** Attempts under way that came through the turnstile, and those that began before there was one. */
  #inside = 0
  #before = 0

  /** @param name of the step */
  constructor(name: string) {
    this.#name = name
  }

  /** So many attempts are under way, and came in before there was a turnstile. */
  runAlready(count: number): void {
    this.#before = count
  }

  /** @param limit Infinity: as many as the batch has workers */
  resize(limit: number): void {
    this.#limit = limit
  }

  /** Full: the next end opens it. */
  get delayMs(): number {
    return this.#used < this.#limit ? 0 : Number.POSITIVE_INFINITY
  }

  /** So many may wait in memory as may run; more hold no worker, they come again. */
  outlookMs(waiting: number): number {
    return this.#used + waiting < 2 * this.#limit ? 0 : Number.POSITIVE_INFINITY
  }

  entered(): void {
    this.#inside += 1
  }

  left(): void {
    this.#inside -= 1
  }

  /** One that began before has ended. */
  leftBefore(): void {
    this.#before = Math.max(0, this.#before - 1)
  }

  /** Nothing while nobody has set a limit. */
  get states(): readonly GateState[] {
    if (!Number.isFinite(this.#limit)) return []
    const reason = this.delayMs > 0 ? { reason: 'as many run as were asked for' } : {}
    return [{ name: `step ${this.#name}`, limit: this.#limit, used: this.#used, ...reason }]
  }

  get #used(): number {
    return this.#inside + this.#before
  }
}
