/**
 * Runs a batch in this process. Duties: 1. read the source into the ledger; 2. keep the work plan filled from it;
 * 3. start a walk whenever the gates allow; 4. settle how it ended, then tell; 5. wake what is due for another try;
 * 6. stop, drain, pause and change the number of workers when told. It decides nothing itself: the plan says what is
 * next, the gates say when, the stop rule says whether to go on.
 */
import { toError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import type { Cascade } from '../ledger/ops.ts'
import type { ReadyItem } from '../ledger/rows.ts'
import { Bell } from './bell.ts'
import { controlAnswer } from './control.ts'
import { Ending } from './ending.ts'
import type { Engine, EngineEnd, EngineSnapshot } from './engine.ts'
import { failureOf } from './failure.ts'
import { Flight } from './flight.ts'
import type { MemoryReading } from './gates/memory.ts'
import { takeGroup } from './groups/take-group.ts'
import type { LocalEngineSetting } from './local-engine-setting.ts'
import { type StopReason, stopFor } from './stop-rule.ts'
import { Tuned } from './tuned.ts'
import { laneSize } from './work-plan.ts'

const longestBurst = 256
const idleMs = 60_000

export class LocalEngine implements Engine {
  readonly #setting: LocalEngineSetting
  readonly #bell = new Bell()
  readonly #ingesting = new AbortController()
  readonly #ending: Ending
  readonly #isOpen: (step: number) => boolean
  readonly #flight: Flight
  readonly #tuned: Tuned
  #isPaused = false
  #turnIsOpening = false
  #isPumping = false
  /** The item that runs, alone, was lost before. */
  #suspectRuns = false
  /** Looks for work since the event loop last went round. */
  #burst = 0

  constructor(setting: LocalEngineSetting) {
    this.#setting = setting
    this.#tuned = new Tuned(setting)
    const { limits, groups } = setting
    this.#isOpen = (step) => !groups.has(step) && (limits?.isOpen(step) ?? true)
    const onStop = () => {
      this.#ingesting.abort()
      setting.limits?.close()
      this.#bell.ring()
    }
    this.#ending = new Ending({ rules: setting.options, counts: setting.tally, onStop })
    setting.limits?.listen({ onOpen: () => this.#pump(), onStop: (reason) => this.#ending.stopWith(reason) })
    this.#flight = new Flight(setting, {
      ending: this.#ending,
      onRoom: () => this.#pump(),
      onClosed: () => this.#closed(),
      onNews: () => this.#bell.ring(),
      onLost: (error) => this.lost(error),
    })
  }

  async run(): Promise<EngineEnd> {
    await this.#setting.parking.open()
    const ingest = this.#ingest()
    while (!this.#isOver()) {
      this.#pump()
      await this.#bell.wait(this.#setting.clock, this.#idle())
      await this.#wakeDue()
    }
    this.#ingesting.abort()
    await ingest
    if (this.#ending.lost !== undefined) throw this.#ending.lost
    return { stop: this.#ending.stop }
  }

  control(verb: string, args: JsonObject): string {
    const answer = controlAnswer(verb, args, {
      drain: (reason) => this.#ending.stopWith(reason),
      stopNow: (reason) => this.#stopNow(reason),
      setPaused: (isPaused) => {
        this.#isPaused = isPaused
      },
      isPaused: this.#isPaused,
      facts: this.#setting.tunable ?? { steps: [], limits: [] },
      tune: (tune) => this.#tuned.turn(tune),
      running: this.#flight.running,
    })
    this.#bell.ring()
    return answer
  }

  snapshot(): EngineSnapshot {
    const { tally, gates, limits } = this.#setting
    return {
      counts: tally.counts(this.#flight.running),
      total: tally.total,
      totalIsFinal: this.#ending.totalIsFinal,
      retrying: tally.retrying,
      reused: tally.reused,
      bytes: tally.bytes,
      workers: gates.workers,
      isPaused: this.#isPaused,
      tuned: this.#tuned.texts,
      gates: limits === undefined ? gates.states : [...gates.states, ...limits.states],
    }
  }

  /** The ledger is lost: nothing that happens from now on could be written down. */
  lost(error: Error): void {
    this.#ending.lose(error)
    this.#setting.limits?.close()
    this.#setting.abort.abort()
    this.#bell.ring()
  }

  /** Items have become ready before this step; `count` of them are new. */
  arrived(step: number, count = 0): void {
    this.#setting.tally.ingested(count)
    this.woken(step)
  }

  /** An item is ready again before this step. */
  woken(step: number, seq?: number): void {
    this.#setting.plan.arrived(step, seq)
    this.#pump()
  }

  /** Items ended because of others, and the ledger has it. */
  cascaded(cascade: Cascade): void {
    this.#setting.tally.cascaded(cascade)
    const failed = cascade.ends.find(({ state }) => state === 'failed')
    if (failed !== undefined) this.#ending.failed(`${failed.id}: ${failed.reason}`)
    this.#setting.onCascade(cascade)
  }

  /** Memory was measured: what holds back may have changed. */
  observe(reading: MemoryReading): void {
    this.#setting.gates.observe(reading)
    this.#bell.ring()
  }

  async #ingest(): Promise<void> {
    const { ingest, plan, tally, options } = this.#setting
    try {
      await ingest(this.#ingesting.signal, ({ inserted, failed, failure, skipped, cascade }) => {
        tally.ingested(inserted)
        tally.broken(failed)
        tally.skipped(skipped)
        if (cascade !== undefined) this.cascaded(cascade)
        // Of what is watched, what has just come may have to run before what was seen already.
        if (options.watch === undefined) plan.ledgerHasMore(0)
        else plan.arrived(0)
        if (failure !== undefined) this.#ending.failed(failure)
        this.#bell.ring()
      })
      if (!this.#ingesting.signal.aborted) this.#ending.sourceEnded()
      plan.ledgerHasMore(0)
    } catch (thrown) {
      this.#ending.stopWith(stopFor(failureOf(thrown)))
    }
    this.#bell.ring()
  }

  #isOver(): boolean {
    if (!this.#flight.isEmpty) return this.#ending.lost !== undefined && this.#flight.running === 0
    if (this.#ending.isDue) return true
    return this.#ending.totalIsFinal && this.#setting.parking.isEmpty && this.#setting.plan.isEmpty
  }

  /** Starts what may start, then asks the ledger for more. */
  #pump(): void {
    // A walk that ends in the turn in which it starts comes back here: the loop that started it goes on.
    if (this.#isPumping) return
    this.#isPumping = true
    try {
      this.#startReady()
    } finally {
      this.#isPumping = false
    }
    if (!this.#ending.isDue) this.#refill()
  }

  #startReady(): void {
    const { limits, groups } = this.#setting
    // Where no lane is ever closed nobody has to ask.
    const isOpen = groups.isNone && (limits === undefined || limits.isNone) ? undefined : this.#isOpen
    while (this.#mayStart() && !this.#mustYield()) {
      if (this.#startGroup()) continue
      const ready = this.#setting.plan.take(isOpen)
      if (ready === undefined) break
      if (this.#mustWait(ready)) {
        this.#setting.plan.putBack(ready)
        break
      }
      this.#flight.start(ready)
    }
  }

  /** Items that wait for each other before a step, where it is time. */
  #startGroup(): boolean {
    const asking = { isQuiet: () => this.#isQuiet(), mustWait: (item: ReadyItem) => this.#mustWait(item) }
    const group = takeGroup(this.#setting, asking)
    if (group !== undefined) this.#flight.startGroup(group.items, group.step)
    return group !== undefined
  }

  /** Nothing can come to the items that wait in lanes of groups. */
  #isQuiet(): boolean {
    const { plan, parking } = this.#setting
    return this.#flight.isEmpty && this.#ending.totalIsFinal && parking.isEmpty && plan.isQuiet
  }

  /** Trivial steps end in the turn in which they start: now and then the ledger's answers have to get in between. */
  #mustYield(): boolean {
    this.#burst += 1
    if (this.#burst < longestBurst) return false
    if (this.#burst === longestBurst) setImmediate(() => this.#goOn())
    return true
  }

  #goOn(): void {
    this.#burst = 0
    this.#pump()
    this.#ringIfIdle()
  }

  /** An item that was lost with its process runs alone: if it happens again, there is no doubt whose doing it is. */
  #mustWait({ losses, sizeBytes }: ReadyItem): boolean {
    const isAlone = this.#flight.isEmpty
    if (!isAlone && (losses > 0 || this.#suspectRuns)) return true
    this.#suspectRuns = losses > 0
    return this.#setting.gates.delay(this.#setting.clock.now(), sizeBytes) > 0
  }

  #mayStart(): boolean {
    return !this.#ending.isDue && !this.#isPaused && !this.#flight.isFull
  }

  #refill(): void {
    const { plan, ledger, batch } = this.#setting
    for (const { step, after } of plan.wanted()) {
      const ask = { batch, step, limit: laneSize, ...(after === undefined ? {} : { after }) }
      ledger
        .window(ask)
        .then((items) => {
          plan.filled(step, items)
          this.#pump()
          this.#ringIfIdle()
        })
        .catch((thrown) => this.lost(toError(thrown)))
    }
  }

  #closed(): void {
    this.#openTurn()
    this.#ringIfIdle()
  }

  /** The loop of `run` only waits and judges: it is woken when there may be something to judge, not for every item. */
  #ringIfIdle(): void {
    if (this.#flight.isEmpty) this.#bell.ring()
  }

  async #wakeDue(): Promise<void> {
    if (this.#ending.lost !== undefined) return
    await this.#setting.parking.wake().catch((thrown) => this.lost(toError(thrown)))
  }

  #idle(): number {
    const { parking, gates, groups, clock } = this.#setting
    const now = clock.now()
    // What is due and did not start is started by the next end.
    const soonest = Math.min(idleMs, parking.waitMs, gates.delay(now, 0) || idleMs, groups.waitMs(now) || idleMs)
    return Math.max(0, soonest)
  }

  #openTurn(): void {
    const { gates, betweenTurns } = this.#setting
    // Only when the ledger has every end of the turn is it over.
    if (!gates.turnIsOver || this.#turnIsOpening || !this.#flight.isSettled) return
    this.#turnIsOpening = true
    betweenTurns().then(
      () => {
        this.#turnIsOpening = false
        gates.openTurn()
        this.#bell.ring()
      },
      (thrown) => this.lost(toError(thrown)),
    )
  }

  #stopNow(reason: StopReason): void {
    this.#ending.stopWith(reason)
    this.#setting.abort.abort()
  }
}
