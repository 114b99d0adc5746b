/** How far a batch has come, without asking the ledger. One item is counted once, when it ends, however often it was tried. */
import type { BatchCounts } from '../events/names.ts'
import type { Cascade } from '../ledger/ops.ts'
import type { SuccessSums } from '../ledger/queries.ts'
import type { ItemCounts } from '../ledger/rows.ts'
import type { WalkEnd } from './walk.ts'

/** The counts of a batch in memory, moved only by what the ledger has acknowledged. */
export class Tally {
  #total: number
  #retrying = 0
  #reused: number
  #inputBytes: number
  #outputBytes: number
  readonly #ended = { succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }

  /** @param earlier sums over what earlier sessions of the batch have done */
  constructor(counts: ItemCounts, total: number, earlier: SuccessSums = { inputBytes: 0, outputBytes: 0, reused: 0 }) {
    this.#total = total
    this.#reused = earlier.reused
    this.#inputBytes = earlier.inputBytes
    this.#outputBytes = earlier.outputBytes
    for (const state of ['succeeded', 'failed', 'skipped', 'cancelled', 'review'] as const) this.#ended[state] = counts[state]
  }

  ingested(items: number): void {
    this.#total += items
  }

  /** A row that could not become an item has ended at once. */
  broken(items: number): void {
    this.#ended.failed += items
  }

  /** Left out before the first step. */
  skipped(items: number): void {
    this.#ended.skipped += items
  }

  /** Items ended because of others. */
  cascaded({ failed, skipped }: Pick<Cascade, 'failed' | 'skipped'>): void {
    this.#ended.failed += failed
    this.#ended.skipped += skipped
  }

  settled(end: WalkEnd, facts: { readonly isReused: boolean; readonly inputBytes: number; readonly outputBytes: number }): void {
    if (end.kind === 'retry') this.#retrying += 1
    if (end.kind !== 'ended') return
    this.#ended[end.state] += 1
    if (end.state !== 'succeeded') return
    this.#inputBytes += facts.inputBytes
    this.#outputBytes += facts.outputBytes
    if (facts.isReused) this.#reused += 1
  }

  /** Earlier sessions left them waiting for another try. */
  parked(items: number): void {
    this.#retrying += items
  }

  unparked(items: number): void {
    this.#retrying = Math.max(0, this.#retrying - items)
  }

  cancelled(items: number): void {
    this.#ended.cancelled += items
  }

  get total(): number {
    return this.#total
  }

  get failed(): number {
    return this.#ended.failed
  }

  get bytes(): { readonly input: number; readonly output: number } {
    return { input: this.#inputBytes, output: this.#outputBytes }
  }

  get retrying(): number {
    return this.#retrying
  }

  get reused(): number {
    return this.#reused
  }

  get completed(): number {
    const { succeeded, failed, skipped, cancelled, review } = this.#ended
    return succeeded + failed + skipped + cancelled + review
  }

  counts(running: number): BatchCounts {
    return { ...this.#ended, running, pending: Math.max(0, this.#total - this.completed - running) }
  }
}
