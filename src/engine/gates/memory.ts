import type { AttemptEnd, Gate, GateState } from './gate.ts'

export interface MemoryReading {
  readonly limitBytes: number
  readonly availableBytes: number
}

/**
 * Starts nothing more while less memory than the reserve is free. Readings are handed in by whoever measures.
 * One attempt is always let through, so that a batch slows down but never stands still for memory.
 */
export class MemoryGate implements Gate {
  readonly #reserveBytes: number
  #reading: MemoryReading | undefined
  #used = 0

  /** @param reserveBytes free memory that must remain */
  constructor(reserveBytes: number) {
    this.#reserveBytes = reserveBytes
  }

  delay(): number {
    return this.isShort && this.#used > 0 ? Number.POSITIVE_INFINITY : 0
  }

  started(): void {
    this.#used += 1
  }

  finished(_end: AttemptEnd): void {
    this.#used -= 1
  }

  get state(): GateState {
    const free = this.#reading?.availableBytes ?? 0
    const used = this.#reading === undefined ? 0 : this.#reading.limitBytes - free
    const limit = (this.#reading?.limitBytes ?? 0) - this.#reserveBytes
    return {
      name: 'memory',
      limit,
      used,
      ...(this.isShort ? { reason: `only ${Math.round(free / 2 ** 20)} MiB of memory free` } : {}),
    }
  }

  get isShort(): boolean {
    return this.#reading !== undefined && this.#reading.availableBytes < this.#reserveBytes
  }

  observe(reading: MemoryReading): void {
    this.#reading = reading
  }
}
