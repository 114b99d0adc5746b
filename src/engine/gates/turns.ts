/** For pipelines that pause between groups of items: a gate that shuts by itself and is opened from outside. */
import type { Gate, GateState } from './gate.ts'

/**
 * Items go in turns of `size`: the next turn starts when every item of the last has ended and `openTurn` was called,
 * so that somebody can do what belongs between turns.
 */
export class TurnsGate implements Gate {
  readonly #size: number
  #started = 0
  #running = 0

  /** @param size a whole number from 1 */
  constructor(size: number) {
    this.#size = size
  }

  delay(): number {
    return this.#started < this.#size ? 0 : Number.POSITIVE_INFINITY
  }

  started(): void {
    this.#started += 1
    this.#running += 1
  }

  finished(): void {
    this.#running -= 1
  }

  get state(): GateState {
    const isFull = this.#started >= this.#size
    return { name: 'turn', limit: this.#size, used: this.#started, ...(isFull ? { reason: 'the turn is full' } : {}) }
  }

  /** Every item of a full turn has ended. */
  get isOver(): boolean {
    return this.#started >= this.#size && this.#running === 0
  }

  openTurn(): void {
    this.#started = 0
  }
}
