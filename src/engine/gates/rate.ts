/**
 * Rates, as positions on a time line: each unit moves the position on by the time that it is worth, and an attempt may start
 * when the position is not further ahead of now than the burst allows. A slice is the stretch of that line which the ledger
 * has already given away, so that a crash can lose allowance but never use it twice.
 */
import type { SliceAsk, Span } from '../allowance.ts'
import { type RateWindow, unitsOf } from '../rate-window.ts'
import type { AttemptEnd, Cost, Gate, GateState } from './gate.ts'
import { RecentCount } from './recent-count.ts'

/** The length of a slice, where it holds more than one attempt. */
const sliceMs = 100
/** Keeping a slice takes time, in which its first attempts cannot start. */
const keepingMs = 50
const warmUpMs = 2_000

export interface RateSetting {
  readonly name: string
  readonly windows: readonly RateWindow[]
  /** Other processes take slices of the same allowance: only what waits is taken, when its time has come. */
  readonly isShared: boolean
}

/**
 * Lets attempts start as fast as every window allows, out of slices of the allowance that were handed out before.
 * Requests are never more than allowed. Tokens and dollars are paid in advance, as far as they are known, and settled
 * afterwards: what was too little is a debt that the next attempts wait for.
 */
export class RateGate implements Gate {
  readonly #setting: RateSetting
  #windows: readonly RateWindow[]
  readonly #spans = new Map<string, Span>()
  /** Of the first window, for whoever looks. */
  #recent: RecentCount
  /** By window: since when it has been in use without a pause. What was given back before that is over. */
  readonly #busySince = new Map<string, number>()
  #notBefore = 0
  /** When it was first asked. */
  #since: number | undefined
  #heldAt: { readonly now: number; readonly delay: number } = { now: 0, delay: 0 }

  constructor(setting: RateSetting) {
    this.#setting = setting
    this.#windows = setting.windows
    this.#recent = new RecentCount(setting.windows[0]?.perMs ?? 1)
  }

  delay(now: number, cost: Cost): number {
    const delay = this.#isOut(now, cost) ? Number.POSITIVE_INFINITY : this.#wait(now, cost)
    this.#heldAt = { now, delay }
    return delay
  }

  started(now: number, cost: Cost): void {
    const [first] = this.#windows
    if (first !== undefined) this.#recent.add(now, unitsOf(first, cost))
    for (const window of this.#paid(cost)) this.#move(window, now, unitsOf(window, cost))
  }

  finished({ cost, actual = {}, ms }: AttemptEnd, now: number): void {
    for (const window of this.#windows) {
      const span = this.#spans.get(window.key)
      const used = window.unit === 'requests' ? undefined : actual[window.unit]
      if (used === undefined || span === undefined) continue
      const more = (used - unitsOf(window, cost)) * window.msPerUnit
      const isOver = now - ms < (this.#busySince.get(window.key) ?? 0) - 1
      if (more > 0 || !isOver) this.#spans.set(window.key, { ...span, at: span.at + more })
    }
  }

  /** Its first window: how many there were in the last stretch of it, and whether one could start now. */
  get state(): GateState {
    const { name } = this.#setting
    const { now, delay } = this.#heldAt
    const limit = this.#windows[0]?.amount ?? 0
    return { name, limit, used: this.#recent.at(now), ...(delay > 0 ? { reason: 'the rate is used up' } : {}) }
  }

  /** How long to wait, as if every slice that is asked for were there already. */
  outlook(now: number, cost: Cost): number {
    return this.#wait(now, cost)
  }

  /** Time that one attempt of this cost is worth, in the window where it is worth most. */
  paceMs(cost: Cost): number {
    return Math.max(0, ...this.#windows.map((window) => unitsOf(window, cost) * window.msPerUnit))
  }

  /** The slices that should be asked for, so that attempts of this cost can start; none while there is enough. */
  asks(now: number, cost: Cost, waiting: number): readonly SliceAsk[] {
    const short = this.#paid(cost).filter((window) => this.#isShort(window, now, unitsOf(window, cost)))
    if (short.length === 0 || this.#wait(now, cost) > this.aheadMs) return []
    return short.map((window) => this.#ask(window, { now, units: unitsOf(window, cost), waiting }))
  }

  /** How long before their time slices are asked for. */
  get aheadMs(): number {
    return this.#setting.isShared ? 0 : 2 * sliceMs
  }

  granted(spans: Readonly<Record<string, Span>>): void {
    this.#notBefore = 0
    for (const [key, span] of Object.entries(spans)) this.#spans.set(key, span)
  }

  /** Other rates from now on. What is left of slices, and owed, stays where the window is as long as before. */
  retune(windows: readonly RateWindow[]): void {
    this.#windows = windows
    this.#recent = new RecentCount(windows[0]?.perMs ?? 1)
    this.#notBefore = 0
  }

  /** The allowance is used up until then. */
  refused(until: number): void {
    this.#notBefore = until
  }

  #paid(cost: Cost): readonly RateWindow[] {
    return this.#windows.filter((window) => unitsOf(window, cost) > 0)
  }

  #position(key: string, now: number): number {
    return Math.max(now, this.#spans.get(key)?.at ?? now)
  }

  #wait(now: number, cost: Cost): number {
    const waits = this.#paid(cost).map((window) => this.#position(window.key, now) - this.#tolerance(window, now) - now)
    return Math.max(0, this.#notBefore - now, ...waits)
  }

  /** The first calls of a process are held up for long: it spends its burst little by little. */
  #tolerance({ toleranceMs }: RateWindow, now: number): number {
    this.#since ??= now
    return toleranceMs * Math.min(1, (now - this.#since) / warmUpMs)
  }

  /** The time has come, and there is no slice for it. */
  #isOut(now: number, cost: Cost): boolean {
    return this.#wait(now, cost) === 0 && !this.#covers(now, cost)
  }

  #covers(now: number, cost: Cost): boolean {
    return this.#paid(cost).every((window) => this.#left(window, now) >= unitsOf(window, cost) * window.msPerUnit)
  }

  /** Rounding must not cost an attempt: a slice that is short of it by a nanosecond is long enough. */
  #left({ key }: RateWindow, now: number): number {
    const span = this.#spans.get(key)
    return span === undefined ? 0 : span.until - this.#position(key, now) + 1e-6
  }

  #isShort(window: RateWindow, now: number, units: number): boolean {
    const needed = units * window.msPerUnit
    const enough = this.#setting.isShared ? needed : Math.max(needed, sliceMs / 2)
    return this.#left(window, now) < enough
  }

  #move({ key, msPerUnit }: RateWindow, now: number, units: number): void {
    const position = this.#position(key, now)
    if (position === now) this.#busySince.set(key, now)
    const at = position + units * msPerUnit
    this.#spans.set(key, { at, until: this.#spans.get(key)?.until ?? at })
  }

  #ask(window: RateWindow, { now, units, waiting }: { now: number; units: number; waiting: number }): SliceAsk {
    const { key, perMs, msPerUnit } = window
    const toleranceMs = this.#tolerance(window, now)
    const each = units * msPerUnit
    const own = this.#spans.get(key)
    const most = Math.max(1, Math.floor(sliceMs / each))
    const isIdle = this.#position(key, now) === now
    const leadMs = this.#setting.isShared ? each * Math.min(most, waiting) : each * most + (isIdle ? keepingMs : 0)
    return { key, own, perMs, toleranceMs, leadMs }
  }
}
