/** The line `ms = fixedMs + msPerByte · bytes` through what was seen, in constant memory. Neither part is ever negative. */
export interface Line {
  readonly fixedMs: number
  readonly msPerByte: number
}

export class LinearFit {
  #count = 0
  #bytes = 0
  #ms = 0
  #bytesSquared = 0
  #product = 0

  add(bytes: number, ms: number): void {
    this.#count += 1
    this.#bytes += bytes
    this.#ms += ms
    this.#bytesSquared += bytes * bytes
    this.#product += bytes * ms
  }

  /** Ordinary least squares; a line that would cross zero gives up the part that is negative. */
  get line(): Line {
    if (this.#count === 0) return { fixedMs: 1, msPerByte: 0 }
    const meanMs = this.#ms / this.#count
    const spread = this.#count * this.#bytesSquared - this.#bytes ** 2
    const slope = (this.#count * this.#product - this.#bytes * this.#ms) / spread
    // A spread of next to nothing is rounding, not a difference in size.
    if (spread <= this.#bytesSquared * 1e-9 || slope <= 0) return { fixedMs: meanMs, msPerByte: 0 }
    const fixedMs = meanMs - (slope * this.#bytes) / this.#count
    return fixedMs >= 0 ? { fixedMs, msPerByte: slope } : { fixedMs: 0, msPerByte: this.#ms / this.#bytes }
  }
}
