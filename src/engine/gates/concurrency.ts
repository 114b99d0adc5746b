import type { Gate, GateState } from './gate.ts'

/** At most so many items at once. The limit can be changed while it is in use; running items are never ended by it. */
export class ConcurrencyGate implements Gate {
  #limit: number
  #used = 0

  /** @param limit a whole number from 1 */
  constructor(limit: number) {
    this.#limit = limit
  }

  delay(): number {
    return this.#used < this.#limit ? 0 : Number.POSITIVE_INFINITY
  }

  started(): void {
    this.#used += 1
  }

  finished(): void {
    this.#used -= 1
  }

  get state(): GateState {
    const full = this.#used >= this.#limit
    return { name: 'workers', limit: this.#limit, used: this.#used, ...(full ? { reason: 'all workers are busy' } : {}) }
  }

  resize(limit: number): void {
    this.#limit = limit
  }
}
