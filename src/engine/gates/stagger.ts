import type { Gate, GateState } from './gate.ts'

/** So much time between two starts. */
export class StaggerGate implements Gate {
  readonly #ms: number
  #next = Number.NEGATIVE_INFINITY
  #isHolding = false

  /** @param ms from 0 */
  constructor(ms: number) {
    this.#ms = ms
  }

  delay(now: number): number {
    const wait = Math.max(0, this.#next - now)
    this.#isHolding = wait > 0
    return wait
  }

  started(now: number): void {
    this.#next = now + this.#ms
  }

  finished(): void {}

  get state(): GateState {
    const reason = this.#isHolding ? { reason: 'starts are staggered' } : {}
    return { name: 'stagger', limit: 1, used: this.#isHolding ? 1 : 0, ...reason }
  }
}
