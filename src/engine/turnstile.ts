/**
 * The way into a step that has limits. Attempts pass one by one, in the order in which they came, as soon as every limit
 * and the budget let them. Who would wait longer than a moment is sent away: the item is parked and holds no memory.
 */
import type { Clock } from '../base/clock.ts'
import { formatDuration } from '../base/format.ts'
import type { Failure } from '../pipeline/outcome.ts'
import type { Announcement } from '../steps/step.ts'
import type { AttemptEnd, Cost } from './gates/gate.ts'
import type { Limit, Suspicion } from './limit.ts'
import type { Soon } from './soon.ts'
import type { Spending } from './spending.ts'
import type { StepSlots } from './step-slots.ts'
import { type StopReason, stopFor } from './stop-rule.ts'

export interface TurnstileSetting {
  readonly limits: readonly Limit[]
  readonly spending: Spending | undefined
  readonly slots?: StepSlots
  readonly clock: Clock
  /** Somebody was sent away, or would have been; now there is room. */
  readonly onOpen: () => void
  /** An attempt has ended: whoever waits for the same limits may pass. */
  readonly onChange: () => void
  /** No attempt will ever pass again. */
  readonly onStop: (reason: StopReason) => void
}

/** What one attempt holds from its start to its end. */
export interface Passage {
  /** How the attempt ended; called once. */
  finished(end: Omit<AttemptEnd, 'cost'>): void
  /** The service asked for quiet. Answers how long that will be, in milliseconds. */
  throttled(askedMs: number | undefined): number
  announced(quota: Announcement): void
}

interface Waiter {
  readonly cost: Cost
  readonly admit: (passage: Passage | undefined) => void
}

/** A failure, and what its limit has to say about it. */
interface Held {
  readonly failure: Failure
  readonly limit: Limit
  readonly suspicion: Suspicion
}

const longestWaitMs = 1_000
const usual: Cost = { bytes: 0 }

export class Turnstile {
  readonly #setting: TurnstileSetting
  readonly #waiters: Waiter[] = []
  /** Items that were taken to come here, and have not arrived. */
  readonly #coming = new Set<number>()
  readonly #held = new Map<number, Held>()
  #alarm: { readonly at: number; readonly off: AbortController } | undefined
  #isClosed = false
  #someoneWasSentAway = false

  constructor(setting: TurnstileSetting) {
    this.#setting = setting
  }

  /**
   * At once where nothing holds back. Nothing: come again when `onOpen` was called, or the batch stops.
   * @param mayPark false: it must wait here, however long
   */
  enter(seq: number, cost: Cost, mayPark = true): Soon<Passage | undefined> {
    this.#coming.delete(seq)
    if (this.#isClosed) return undefined
    if (this.#waiters.length === 0 && this.#delay(cost, 1) === 0) return this.#pass(cost)
    if (this.#isClosed) return undefined
    if (mayPark && this.#outlook(cost, this.#waiters.length) > longestWaitMs) return this.#sendAway()
    return new Promise((resolve) => {
      this.#waiters.push({ cost, admit: resolve })
      this.poke()
    })
  }

  /** Something has changed: lets pass who may. */
  poke(): void {
    const wait = this.#admit()
    if (wait !== undefined) this.#wakeIn(wait)
    if (this.#someoneWasSentAway && this.isOpen) this.#open()
  }

  /** One more would not have to wait for long. */
  get isOpen(): boolean {
    if (this.#isClosed) return true
    const wait = this.#outlook(usual, this.#waiters.length + this.#coming.size)
    if (wait <= longestWaitMs) return true
    this.#someoneWasSentAway = true
    if (this.#waiters.length === 0) this.#wakeIn(wait - longestWaitMs)
    return false
  }

  /** The item was taken from its lane and is on its way. */
  expect(seq: number): void {
    this.#coming.add(seq)
  }

  /** It will not come after all. */
  dismiss(seq: number): void {
    this.#coming.delete(seq)
  }

  /** The batch stops: everybody who waits is sent away. */
  close(): void {
    this.#isClosed = true
    this.#alarm?.off.abort('closed')
    for (const { admit } of this.#waiters.splice(0)) admit(undefined)
  }

  /**
   * A failure that may be the service's own is held against nobody until that is known. To be asked before the attempt
   * has finished. False: it is the item's own.
   */
  hold(seq: number, end: Pick<AttemptEnd, 'kind' | 'code' | 'ms'>, failure: Failure): boolean {
    for (const limit of this.#setting.limits) {
      const suspicion = limit.suspect(end)
      if (suspicion === undefined) continue
      this.#held.set(seq, { failure, limit, suspicion })
      return true
    }
    return false
  }

  /** The failure of this item that turned out to be its own. */
  verdict(seq: number): Failure | undefined {
    const held = this.#held.get(seq)
    const whose = held?.limit.verdict(held.suspicion)
    if (whose === undefined) return undefined
    this.#held.delete(seq)
    return whose === 'item' ? held?.failure : undefined
  }

  get limitNames(): readonly string[] {
    return this.#setting.limits.map(({ name }) => name)
  }

  /** Lets pass who may. How long the next one has to wait; nothing when nobody waits. */
  #admit(): number | undefined {
    for (let head = this.#waiters[0]; head !== undefined; head = this.#waiters[0]) {
      const wait = this.#delay(head.cost, this.#waiters.length)
      if (wait > 0) return wait
      this.#waiters.shift()
      head.admit(this.#pass(head.cost))
    }
    return undefined
  }

  #delay(cost: Cost, waiting: number): number {
    const { limits, spending, slots } = this.#setting
    if (slots !== undefined && slots.delayMs > 0) return slots.delayMs
    for (const limit of limits) limit.supply(cost, waiting)
    const wait = Math.max(0, ...limits.map((limit) => limit.delay(cost)))
    this.#stopIfHopeless(cost)
    if (spending === undefined || wait > 0) return wait
    spending.supply(cost)
    return spending.delay(cost)
  }

  #outlook(cost: Cost, waiting: number): number {
    const { limits, slots } = this.#setting
    return Math.max(0, slots?.outlookMs(waiting) ?? 0, ...limits.map((limit) => limit.outlook(cost, waiting)))
  }

  #pass(cost: Cost): Passage {
    const { limits, spending, slots } = this.#setting
    slots?.entered()
    for (const limit of limits) limit.started(cost)
    spending?.started(cost)
    return {
      finished: (end) => {
        slots?.left()
        for (const limit of limits) limit.finished({ ...end, cost })
        spending?.finished({ ...end, cost })
        this.#setting.onChange()
      },
      throttled: (askedMs) => Math.max(askedMs ?? longestWaitMs, ...limits.map((limit) => limit.throttled(askedMs))),
      announced: (said) => {
        for (const limit of limits) if (said.limit === undefined || said.limit === limit.name) limit.announced(said)
      },
    }
  }

  #stopIfHopeless(cost: Cost): void {
    const { limits, spending, onStop } = this.#setting
    const unit = spending?.spentFor(cost)
    if (unit !== undefined) onStop(budgetSpent(unit, spending?.budget[unit] ?? 0))
    const dead = limits.find((limit) => limit.isGivenUp)
    if (dead !== undefined) onStop(serviceDown(dead))
  }

  #sendAway(): undefined {
    this.#someoneWasSentAway = true
    // Arms the timer that opens it again.
    if (this.isOpen) this.#open()
    return undefined
  }

  #open(): void {
    if (this.#isClosed) return
    this.#someoneWasSentAway = false
    this.#setting.onOpen()
  }

  #wakeIn(ms: number): void {
    const { clock } = this.#setting
    const at = clock.now() + ms
    // One that rings before looks again then.
    if (!Number.isFinite(ms) || (this.#alarm !== undefined && this.#alarm.at <= at)) return
    this.#alarm?.off.abort('earlier')
    const alarm = { at, off: new AbortController() }
    this.#alarm = alarm
    clock.sleep(ms, alarm.off.signal).then(() => this.#ring(alarm))
  }

  #ring(alarm: { readonly off: AbortController }): void {
    if (alarm.off.signal.aborted) return
    this.#alarm = undefined
    this.poke()
  }
}

export function budgetSpent(unit: string, amount: number): StopReason {
  const said = unit === 'time' ? formatDuration(amount) : `${amount} ${unit}`
  return stopFor({
    code: 'BUDGET',
    message: `the budget of ${said} is used up`,
    fix: `\`millrace resume --budget ${unit}=…\` goes on with a larger one.`,
  })
}

function serviceDown({ name, definition }: Limit): StopReason {
  const { giveUpMs = 0 } = definition.breaker ?? {}
  return stopFor({
    code: 'SERVICE_DOWN',
    message: `nothing behind the limit "${name}" has succeeded for ${formatDuration(giveUpMs)}`,
    fix: 'Resume the batch when the service works again.',
  })
}
