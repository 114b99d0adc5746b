/** What a watch knows of the files it has seen: which were taken as they are now, and which may still be written. Pure. */

export interface SeenFile {
  readonly id: string
  /** The same for the same content, as far as a look at the file tells. */
  readonly print: string
  /** For how long it has not changed, as its own times say. */
  readonly quietMs: number
}

interface Unsettled {
  readonly print: string
  readonly since: number
  /** Number of the look that saw it last. */
  readonly look: number
}

export class WatchBook {
  readonly #settleMs: number
  readonly #taken = new Map<string, string>()
  readonly #unsettled = new Map<string, Unsettled>()
  #look = 0

  /** @param settleMs a file is complete when it has not changed for so long */
  constructor(settleMs: number) {
    this.#settleMs = settleMs
  }

  /** It was taken before, in this session or an earlier one. */
  remember(id: string, print: string): void {
    this.#taken.set(id, print)
  }

  /** True: it is new or has changed, and is complete: take it now. @param now monotonic milliseconds */
  see({ id, print, quietMs }: SeenFile, now: number): boolean {
    if (this.#taken.get(id) === print) {
      this.#unsettled.delete(id)
      return false
    }
    const before = this.#unsettled.get(id)
    const seenFor = before?.print === print ? now - before.since : 0
    const forMs = Math.max(seenFor, quietMs)
    if (forMs >= this.#settleMs) {
      this.#unsettled.delete(id)
      this.#taken.set(id, print)
      return true
    }
    this.#unsettled.set(id, { print, since: now - forMs, look: this.#look })
    return false
  }

  /** Every file was looked at: what was not seen is gone, and counts from the start when it comes back. */
  endLook(): void {
    for (const [id, { look }] of this.#unsettled) if (look !== this.#look) this.#unsettled.delete(id)
    this.#look += 1
  }

  /** How long until the first of those that are still being written could be complete; Infinity where there is none. */
  settlesIn(now: number): number {
    let first = Number.POSITIVE_INFINITY
    for (const { since } of this.#unsettled.values()) first = Math.min(first, since)
    return Math.max(0, first + this.#settleMs - now)
  }
}
