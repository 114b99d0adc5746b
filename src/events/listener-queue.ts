/**
 * Stands between a batch and one listener outside of it: what is told waits here, in order, one at a time, and the batch
 * never waits. Duties: 1. keep what waits within bounds; 2. of progress only the newest; 3. count what was not told.
 */
import { toError } from '../base/errors.ts'
import type { EventName } from './names.ts'

export interface Told {
  readonly name: EventName
  /** The event as JSON. */
  readonly text: string
}

export interface QueueSetting {
  /** Tells one event. Rejects when it was not told: the next one is told all the same. */
  readonly deliver: (told: Told, signal: AbortSignal) => Promise<void>
  /** An event was not told. */
  readonly onProblem: (problem: Error) => void
  /** @default 10,000 */
  readonly mostWaiting?: number
  /** Of JSON text. @default 32 Mi */
  readonly mostWaitingChars?: number
}

const usualMostWaiting = 10_000
const usualMostChars = 32 * 2 ** 20

export class ListenerQueue {
  readonly #setting: QueueSetting
  readonly #stopped = new AbortController()
  #waiting: Told[] = []
  #waitingChars = 0
  #untold = 0
  #isTelling = false
  #onIdle: (() => void)[] = []

  constructor(setting: QueueSetting) {
    this.#setting = setting
  }

  /** Never waits, never throws. */
  tell(told: Told): void {
    if (this.#stopped.signal.aborted) return
    if (told.name === 'batch:progress') this.#forgetProgress()
    if (this.#isFull(told)) this.#untold += 1
    else this.#add(told)
    void this.#tellAll()
  }

  /** Events that will never be told: those that found no room, those that were refused, and those that wait after `stop`. */
  get untold(): number {
    return this.#untold + (this.#stopped.signal.aborted ? this.#waiting.length : 0)
  }

  /** Resolves when nothing waits and nothing is being told. */
  idle(): Promise<void> {
    return this.#isTelling ? new Promise((resolve) => this.#onIdle.push(resolve)) : Promise.resolve()
  }

  /** What is being told is given up, what waits stays untold. */
  stop(): void {
    this.#stopped.abort('stopped')
  }

  #add(told: Told): void {
    this.#waiting.push(told)
    this.#waitingChars += told.text.length
  }

  /** The end always finds room: it is what listeners wait for. */
  #isFull({ name, text }: Told): boolean {
    const { mostWaiting = usualMostWaiting, mostWaitingChars = usualMostChars } = this.#setting
    if (name === 'batch:end') return false
    return this.#waiting.length >= mostWaiting || this.#waitingChars + text.length > mostWaitingChars
  }

  /** A figure that nobody has seen is replaced by a newer one. */
  #forgetProgress(): void {
    const last = this.#waiting.at(-1)
    if (last?.name !== 'batch:progress') return
    this.#waiting.pop()
    this.#waitingChars -= last.text.length
  }

  async #tellAll(): Promise<void> {
    if (this.#isTelling) return
    this.#isTelling = true
    // Events of one turn of the event loop are told together, and `tell` returns before anything happens.
    await Promise.resolve()
    for (let told = this.#next(); told !== undefined; told = this.#next()) await this.#tellOne(told)
    this.#isTelling = false
    for (const resolve of this.#onIdle.splice(0)) resolve()
  }

  #next(): Told | undefined {
    if (this.#stopped.signal.aborted) return undefined
    const told = this.#waiting.shift()
    this.#waitingChars -= told?.text.length ?? 0
    return told
  }

  async #tellOne(told: Told): Promise<void> {
    try {
      await this.#setting.deliver(told, this.#stopped.signal)
    } catch (thrown) {
      this.#untold += 1
      if (!this.#stopped.signal.aborted) this.#setting.onProblem(toError(thrown))
    }
  }
}
