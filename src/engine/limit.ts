/** One limit of a batch while it runs: its gates together, and the slices of its allowance that they are fed with. */
import type { LimitDefinition, Rate } from '../pipeline/limit-definition.ts'
import type { Announcement } from '../steps/step.ts'
import {
  type AllowanceChange,
  type AllowanceState,
  type AllowanceStore,
  afterReboot,
  type Lease,
  lease,
  type SliceAsk,
} from './allowance.ts'
import { BreakerGate, type BreakerPhase } from './gates/breaker.ts'
import { ConcurrencyGate } from './gates/concurrency.ts'
import type { AttemptEnd, Cost, Gate, GateState } from './gates/gate.ts'
import { QuietGate } from './gates/quiet.ts'
import { RateGate } from './gates/rate.ts'
import { StaggerGate } from './gates/stagger.ts'
import { type RateWindow, rateWindows } from './rate-window.ts'
import { isLater } from './soon.ts'

export interface LimitSetting {
  readonly definition: LimitDefinition
  readonly store: AllowanceStore
  /** Milliseconds that count from the same moment in every process which shares the store. */
  readonly now: () => number
  /** A slice has come, or was refused: whoever waits may ask again. */
  readonly onChange: () => void
  readonly onBreaker: (limit: string, phase: BreakerPhase) => void
  /** The allowance cannot be kept any more. */
  readonly onLost: (thrown: unknown) => void
}

/** A failure of which nobody knows yet whether it was the service's or the item's. */
export interface Suspicion {
  readonly at: number
  /** How often the breaker had opened by then. */
  readonly openings: number
}

interface Supplied {
  readonly lease: Lease
  readonly quietUntil: number
}

const againMs = 1
const firstQuietMs = 1_000
const longestQuietMs = 60_000

export class Limit {
  readonly #setting: LimitSetting
  #windows: readonly RateWindow[]
  readonly #quiet: QuietGate
  readonly #rate: RateGate | undefined
  readonly #breaker: BreakerGate | undefined
  readonly #gates: readonly Gate[]
  #isAsking = false
  #running = 0
  /** Announcements in a row that did not say how long. */
  #announcements = 0
  #healthyAt = Number.NEGATIVE_INFINITY
  #closedAt = Number.NEGATIVE_INFINITY
  #openings = 0

  constructor(setting: LimitSetting) {
    const { name, scope, breaker, concurrency, staggerMs } = setting.definition
    this.#setting = setting
    this.#windows = rateWindows(setting.definition)
    this.#quiet = new QuietGate(`${name} quota`)
    this.#rate =
      this.#windows.length === 0 ? undefined : new RateGate({ name, windows: this.#windows, isShared: scope === 'machine' })
    this.#breaker = breaker && new BreakerGate(`${name} breaker`, breaker)
    const slots = concurrency === undefined ? undefined : new ConcurrencyGate(concurrency)
    const stagger = staggerMs === undefined ? undefined : new StaggerGate(staggerMs)
    this.#gates = [this.#breaker, this.#quiet, slots, stagger, this.#rate].filter((gate) => gate !== undefined)
  }

  get name(): string {
    return this.definition.name
  }

  get definition(): LimitDefinition {
    return this.#setting.definition
  }

  /** Another rate of requests. False where it has none: what it allows is not counted by time. */
  retune(rate: Rate): boolean {
    const { definition } = this.#setting
    if (this.#rate === undefined || definition.requests.length === 0) return false
    this.#windows = rateWindows({ ...definition, requests: [rate] })
    this.#rate.retune(this.#windows)
    return true
  }

  /** Asks for more of the allowance where it runs low. */
  supply(cost: Cost, waiting: number): void {
    if (this.#isAsking || this.#rate === undefined) return
    const now = this.#setting.now()
    const asks = this.#rate.asks(now, cost, waiting)
    if (asks.length === 0) return
    const answer = this.#setting.store.update(this.name, this.#leasing(asks, now))
    if (isLater(answer)) this.#await(answer)
    else this.#supplied(answer)
  }

  delay(cost: Cost): number {
    const now = this.#setting.now()
    const waits = this.#gates.map((gate) => {
      const wait = gate.delay(now, cost)
      // A slice that another process took in the meantime is asked for again: nothing else would tell.
      return gate === this.#rate && wait === Number.POSITIVE_INFINITY && !this.#isAsking ? againMs : wait
    })
    return Math.max(...waits)
  }

  /** How long one more behind those who wait will probably have to: a slice that is on its way is taken as there. */
  outlook(cost: Cost, waiting: number): number {
    const now = this.#setting.now()
    const gates = this.#gates.filter((gate) => gate !== this.#rate && !(gate instanceof ConcurrencyGate))
    const { concurrency = Number.POSITIVE_INFINITY } = this.#setting.definition
    if (this.#running + waiting >= 2 * concurrency) return Number.POSITIVE_INFINITY
    const rate = this.#rate === undefined ? 0 : this.#rate.outlook(now, cost) + waiting * this.#rate.paceMs(cost)
    return Math.max(rate, ...gates.map((gate) => gate.delay(now, cost)))
  }

  started(cost: Cost): void {
    const now = this.#setting.now()
    this.#running += 1
    for (const gate of this.#gates) gate.started(now, cost)
    if (this.#breaker?.phase.name === 'half-open') this.#setting.onBreaker(this.name, this.#breaker.phase)
  }

  finished(end: AttemptEnd): void {
    const now = this.#setting.now()
    const before = this.#breaker?.phase
    this.#running -= 1
    for (const gate of this.#gates) gate.finished(end, now)
    if (end.kind === 'succeeded') this.#healthyAt = Math.max(this.#healthyAt, now - end.ms)
    if (end.kind === 'succeeded') this.#announcements = 0
    const phase = this.#breaker?.phase
    if (phase !== undefined && before !== phase && phase.name !== 'half-open') this.#turned(phase, now)
  }

  /** The service asked to be left alone. Answers for how long: what it said, or else longer each time. */
  throttled(askedMs: number | undefined): number {
    const { store, now, onLost } = this.#setting
    const waitMs = askedMs ?? Math.min(longestQuietMs, firstQuietMs * 2 ** this.#announcements)
    this.#announcements += 1
    this.#quiet.hush(now() + waitMs)
    if (this.#rate === undefined) return waitMs
    const kept = store.update(this.name, this.#quieting())
    if (isLater(kept)) kept.catch(onLost)
    return waitMs
  }

  announced({ remaining, total, resetMs }: Announcement): void {
    const shortest = Math.min(...this.#windows.map(({ perMs }) => perMs), longestQuietMs)
    this.#quiet.announced({ remaining, total, resetMs: resetMs ?? shortest }, this.#setting.now())
  }

  /** Whose failure this is, asked before the attempt has finished; nothing where no breaker looks at such failures. */
  suspect(end: Pick<AttemptEnd, 'kind' | 'code' | 'ms'>): Suspicion | undefined {
    if (this.#breaker?.counts(end) !== true) return undefined
    const now = this.#setting.now()
    const isSettled = this.#breaker.phase.name !== 'closed' || now - end.ms < this.#closedAt
    return { at: now, openings: isSettled ? -1 : this.#openings }
  }

  /**
   * `service`: the breaker has opened since, or was open. `item`: it has not, and an attempt that began after the
   * failure has succeeded. Nothing: nobody can tell yet.
   */
  verdict({ at, openings }: Suspicion): 'service' | 'item' | undefined {
    if (openings !== this.#openings) return 'service'
    return this.#healthyAt > at ? 'item' : undefined
  }

  get isGivenUp(): boolean {
    return this.#breaker?.isGivenUp(this.#setting.now()) ?? false
  }

  /** Those that have something to say. */
  get states(): readonly GateState[] {
    return this.#gates.map((gate) => gate.state).filter(({ name, reason }) => reason !== undefined || name === this.name)
  }

  #await(answer: Promise<Supplied>): void {
    this.#isAsking = true
    answer.then(
      (supplied) => {
        this.#isAsking = false
        this.#supplied(supplied)
        this.#setting.onChange()
      },
      (thrown) => this.#setting.onLost(thrown),
    )
  }

  #turned(phase: BreakerPhase, now: number): void {
    if (phase.name === 'open') this.#openings += 1
    else this.#closedAt = now
    this.#setting.onBreaker(this.name, phase)
  }

  #supplied({ lease: found, quietUntil }: Supplied): void {
    this.#quiet.hush(quietUntil)
    if (found.kind === 'granted') this.#rate?.granted(found.spans)
    else this.#rate?.refused(this.#setting.now() + found.waitMs)
  }

  #leasing(asks: readonly SliceAsk[], now: number): AllowanceChange<Supplied> {
    return (kept) => {
      const state = kept.isForeign ? afterReboot(kept.state, this.#windows, now) : kept.state
      const found = lease({ state, isForeign: false }, asks, { now, aheadMs: this.#rate?.aheadMs ?? 0 })
      const answer = { lease: found, quietUntil: state.quietUntil }
      if (found.kind === 'granted') return { state: found.state, answer }
      return kept.isForeign ? { state, answer } : { answer }
    }
  }

  #quieting(): AllowanceChange<undefined> {
    const { now } = this.#setting
    return (kept) => {
      const state: AllowanceState = kept.isForeign ? afterReboot(kept.state, this.#windows, now()) : kept.state
      return { state: { ...state, quietUntil: Math.max(state.quietUntil, this.#quiet.quietUntil) }, answer: undefined }
    }
  }
}
