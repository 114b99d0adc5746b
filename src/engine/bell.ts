import type { Clock } from '../base/clock.ts'

/** Wakes one waiter: a ring while nobody waits is remembered, so that none is missed. */
export class Bell {
  #rung = false
  #wake: AbortController | undefined

  ring(): void {
    this.#rung = true
    // A reason of our own: without one every abort builds an exception with a stack.
    this.#wake?.abort('rung')
  }

  /** Resolves at the next ring, or after `ms`. */
  async wait(clock: Clock, ms: number): Promise<void> {
    if (!this.#rung) {
      this.#wake = new AbortController()
      await clock.sleep(ms, this.#wake.signal)
    }
    this.#rung = false
  }
}
