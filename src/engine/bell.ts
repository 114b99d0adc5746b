import type { Clock } from '../base/clock.ts'

/** Wakes one waiter: a ring while nobody waits is remembered, so that none is missed. */
export class Bell {
  #rung = false
  #wake: AbortController | undefined

  ring(): void {
    this.#rung = true
    this.#wake?.abort()
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
