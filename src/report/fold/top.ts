/** The few entries with the highest scores, of any number. Of equal scores the first one stays. */
export class Top<Entry> {
  readonly #size: number
  #kept: { readonly score: number; readonly entry: Entry }[] = []

  constructor(size: number) {
    this.#size = size
  }

  add(score: number, entry: Entry): void {
    const least = this.#kept.at(-1)
    if (this.#kept.length >= this.#size && least && score <= least.score) return
    const place = this.#kept.findIndex((kept) => kept.score < score)
    this.#kept.splice(place < 0 ? this.#kept.length : place, 0, { score, entry })
    this.#kept.length = Math.min(this.#kept.length, this.#size)
  }

  /** Highest first. */
  get entries(): readonly Entry[] {
    return this.#kept.map(({ entry }) => entry)
  }
}
