/**
 * Why a batch ends before all of its items have. The first cause wins, for a stop as for a ledger that is lost.
 * A tolerated share is one of all items, so it waits for the source to end: before, nobody knows how many there are.
 */
import type { Failure } from '../pipeline/outcome.ts'
import { type Rules, type StopReason, stopAfterFailure } from './stop-rule.ts'

export interface EndingSetting {
  readonly rules: Rules
  readonly counts: { readonly failed: number; readonly total: number }
  readonly onStop: () => void
}

export class Ending {
  readonly #setting: EndingSetting
  #stop: StopReason | undefined
  #lost: Error | undefined
  #totalIsFinal = false
  #uncounted = 0
  /** The newest of this session. What earlier sessions have failed is no reason to stop a resume before it has begun. */
  #failure: Pick<Failure, 'code' | 'message'> | undefined

  constructor(setting: EndingSetting) {
    this.#setting = setting
  }

  get stop(): StopReason | undefined {
    return this.#stop
  }

  get lost(): Error | undefined {
    return this.#lost
  }

  /** Nothing new may start. */
  get isDue(): boolean {
    return this.#stop !== undefined || this.#lost !== undefined
  }

  get totalIsFinal(): boolean {
    return this.#totalIsFinal
  }

  stopWith(reason: StopReason): void {
    this.#stop ??= reason
    this.#setting.onStop()
  }

  lose(error: Error): void {
    this.#lost ??= error
  }

  /** An item has failed, and is counted. */
  failed(message: string): void {
    this.#failure = { code: 'FAILED', message }
    this.#judge()
  }

  /** An item has failed, and is not counted before the ledger has it: nothing starts in between that the rule forbids. */
  failing(message: string): void {
    this.#uncounted += 1
    this.failed(message)
  }

  /** The ledger has a failure that was told by `failing`, and it is counted. */
  counted(): void {
    this.#uncounted -= 1
    this.#judge()
  }

  sourceEnded(): void {
    this.#totalIsFinal = true
    this.#judge()
  }

  #judge(): void {
    if (this.#failure === undefined) return
    const { rules, counts } = this.#setting
    const { total } = counts
    const failed = counts.failed + this.#uncounted
    const reason = stopAfterFailure(rules, { failed, total, totalIsFinal: this.#totalIsFinal, failure: this.#failure })
    if (reason !== undefined) this.stopWith(reason)
  }
}
