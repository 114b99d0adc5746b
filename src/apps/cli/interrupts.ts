/**
 * What Ctrl-C and its kin do to a batch. Once: nothing new starts, what runs finishes. Twice: stop now.
 * Either way the batch can be resumed.
 */
import { plural } from '../../base/format.ts'
import type { Batch } from '../../index.ts'
import type { Clock } from '../../inspect.ts'
import { type EndSignal, endSignals } from './exit-code.ts'

export interface InterruptSetting {
  readonly clock: Clock
  /** Says a line that a person must see now. */
  readonly notice: (text: string) => void
  /** Nothing has started yet: end the process as the signal would. */
  readonly endNow: (signal: EndSignal) => void
}

/** A launcher that passes signals on and the terminal itself may both deliver one key press. */
const samePressMs = 100

export class Interrupts {
  readonly #setting: InterruptSetting
  readonly #listeners = endSignals.map((signal) => ({ signal, listener: () => this.press(signal) }))
  #batch: Pick<Batch, 'control' | 'status'> | undefined
  #first: EndSignal | undefined
  #lastPressMs = Number.NEGATIVE_INFINITY

  constructor(setting: InterruptSetting) {
    this.#setting = setting
    for (const { signal, listener } of this.#listeners) process.on(signal, listener)
  }

  /** The signal that came first, if any. */
  get signal(): EndSignal | undefined {
    return this.#first
  }

  started(batch: Pick<Batch, 'control' | 'status'>): void {
    this.#batch = batch
  }

  press(signal: EndSignal): void {
    const now = this.#setting.clock.now()
    if (now - this.#lastPressMs < samePressMs) return
    this.#lastPressMs = now
    if (this.#batch === undefined) this.#setting.endNow(signal)
    else if (this.#first === undefined) this.#drain(this.#batch, signal)
    else this.#stop(this.#batch, signal)
  }

  stop(): void {
    for (const { signal, listener } of this.#listeners) process.off(signal, listener)
  }

  #drain(batch: Pick<Batch, 'control' | 'status'>, signal: EndSignal): void {
    this.#first = signal
    this.#setting.notice(`draining ${plural(batch.status().running, 'running item')} (again to stop now)`)
    this.#turn(batch, 'drain', signal)
  }

  #stop(batch: Pick<Batch, 'control' | 'status'>, signal: EndSignal): void {
    this.#setting.notice('stopping now')
    this.#turn(batch, 'stop', signal)
  }

  #turn(batch: Pick<Batch, 'control'>, verb: 'drain' | 'stop', signal: EndSignal): void {
    batch.control(verb, { signal }).catch((error: unknown) => this.#setting.notice(`could not ${verb}: ${String(error)}`))
  }
}
