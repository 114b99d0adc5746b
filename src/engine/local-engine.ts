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
import type { MemoryReading } from './gates/memory.ts'
import type { LocalEngineSetting } from './local-engine-setting.ts'
import { after, isLater, type Soon } from './soon.ts'
import { type StopReason, stopFor } from './stop-rule.ts'
import { kindOf, type Walk, type WalkEnd } from './walk.ts'
import { laneSize } from './work-plan.ts'

/** Ends that are not acknowledged yet: more than this, and nothing new starts until the disk has caught up. */
const mostUnsettled = 4 * laneSize
const longestBurst = 256
const idleMs = 60_000

interface Ended {
  readonly walk: Walk
  readonly end: WalkEnd
  readonly ms: number
}

export class LocalEngine implements Engine {
  readonly #setting: LocalEngineSetting
  readonly #bell = new Bell()
  readonly #ingesting = new AbortController()
  readonly #ending: Ending
  #running = 0
  #unsettled = 0
  #isPaused = false
  #turnIsOpening = false
  #isPumping = false
  /** The item that runs, alone, was lost before. */
  #suspectRuns = false
  /** Looks for work since the event loop last went round. */
  #burst = 0

  constructor(setting: LocalEngineSetting) {
    this.#setting = setting
    const onStop = () => {
      this.#ingesting.abort()
      this.#bell.ring()
    }
    this.#ending = new Ending({ rules: setting.options, counts: setting.tally, onStop })
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
      setWorkers: (workers) => this.#setting.gates.setWorkers(workers),
      running: this.#running,
    })
    this.#bell.ring()
    return answer
  }

  snapshot(): EngineSnapshot {
    const { tally, gates } = this.#setting
    return {
      counts: tally.counts(this.#running),
      total: tally.total,
      totalIsFinal: this.#ending.totalIsFinal,
      retrying: tally.retrying,
      reused: tally.reused,
      bytes: tally.bytes,
      workers: gates.workers,
      isPaused: this.#isPaused,
      gates: gates.states,
    }
  }

  /** The ledger is lost: nothing that happens from now on could be written down. */
  lost(error: Error): void {
    this.#ending.lose(error)
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
    const { ingest, plan, tally } = this.#setting
    try {
      await ingest(this.#ingesting.signal, ({ inserted, failed, skipped, cascade }) => {
        tally.ingested(inserted)
        tally.broken(failed)
        tally.skipped(skipped)
        if (cascade !== undefined) this.cascaded(cascade)
        plan.ledgerHasMore(0)
        if (failed > 0) this.#ending.failed('a row of the input could not be read')
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
    if (this.#running > 0 || this.#unsettled > 0) return this.#ending.lost !== undefined && this.#running === 0
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
    while (this.#mayStart() && !this.#mustYield()) {
      const ready = this.#setting.plan.take()
      if (ready === undefined) break
      if (this.#mustWait(ready)) {
        this.#setting.plan.putBack(ready)
        break
      }
      this.#start(ready)
    }
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
    const isAlone = this.#running === 0 && this.#unsettled === 0
    if (!isAlone && (losses > 0 || this.#suspectRuns)) return true
    this.#suspectRuns = losses > 0
    return this.#setting.gates.delay(this.#setting.clock.now(), sizeBytes) > 0
  }

  #mayStart(): boolean {
    return !this.#ending.isDue && !this.#isPaused && this.#unsettled < mostUnsettled
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

  #start(ready: ReadyItem): void {
    const { gates, clock, openWalk } = this.#setting
    const started = clock.now()
    const walk = openWalk(ready)
    gates.started(started, ready.sizeBytes)
    this.#running += 1
    const end = this.#run(walk)
    const ended = (how: WalkEnd) => this.#ended(walk, how, clock.now() - started)
    if (!isLater(end)) ended(end)
    else end.then(ended, (thrown) => this.#broke(thrown))
  }

  /** A walk does not throw: this is a mistake of ours, and what the item has done is not known. */
  #broke(thrown: unknown): void {
    this.#running -= 1
    this.lost(toError(thrown))
  }

  #run(walk: Walk): Soon<WalkEnd> {
    const { journal, runItem, isWary } = this.#setting
    if (!isWary && walk.ready.losses === 0) return runItem(walk)
    return journal.mark(walk).then(() => runItem(walk))
  }

  #ended(walk: Walk, end: WalkEnd, ms: number): void {
    this.#unsettled += 1
    if (end.kind === 'stop') this.#ending.stopWith(stopFor(end.failure))
    if (isFailed(end)) this.#ending.failing(`${walk.item.id}: ${end.failure?.message ?? end.reason ?? ''}`)
    const clean = this.#setting.onCleanup(walk)?.catch((thrown) => this.lost(toError(thrown)))
    this.#setting.journal.settle(walk, end, (error) => {
      if (error === undefined) this.#settled({ walk, end, ms })
      else this.lost(error)
      after(clean, () => this.#close(walk))
    })
    after(clean, () => this.#leave(walk, end, ms))
  }

  /** The ledger has its end and nothing of it is left: it may come again. */
  #close(walk: Walk): void {
    this.#unsettled -= 1
    this.#setting.plan.forget(walk.ready.seq)
    this.#openTurn()
    if (this.#unsettled === mostUnsettled - 1) this.#pump()
    this.#ringIfIdle()
  }

  /** Makes room for the next item; the ledger has not acknowledged this one yet. */
  #leave(walk: Walk, end: WalkEnd, ms: number): void {
    const { gates, clock } = this.#setting
    this.#running -= 1
    gates.finished({ kind: kindOf(end), ms, cost: { bytes: walk.ready.sizeBytes } }, clock.now())
    this.#pump()
  }

  /** The loop of `run` only waits and judges: it is woken when there may be something to judge, not for every item. */
  #ringIfIdle(): void {
    if (this.#running === 0 && this.#unsettled === 0) this.#bell.ring()
  }

  #settled({ walk, end, ms }: Ended): void {
    const { tally, onSettled } = this.#setting
    // The bytes of a part are those of its parent.
    const inputBytes = walk.ready.birth === undefined ? walk.ready.sizeBytes : 0
    tally.settled(end, { isReused: walk.isReused, inputBytes, outputBytes: walk.outputBytes })
    if (end.kind === 'retry') this.#parked(end.waitMs)
    if (isFailed(end)) this.#ending.counted()
    try {
      onSettled(walk, end, ms)
    } catch (thrown) {
      this.lost(toError(thrown))
    }
  }

  #parked(waitMs: number): void {
    this.#setting.parking.parked(waitMs)
    this.#bell.ring()
  }

  async #wakeDue(): Promise<void> {
    if (this.#ending.lost !== undefined) return
    await this.#setting.parking.wake().catch((thrown) => this.lost(toError(thrown)))
  }

  #idle(): number {
    const { parking, gates, clock } = this.#setting
    return Math.max(0, Math.min(idleMs, parking.waitMs, gates.delay(clock.now(), 0) || idleMs))
  }

  #openTurn(): void {
    const { gates, betweenTurns } = this.#setting
    // Only when the ledger has every end of the turn is it over.
    if (!gates.turnIsOver || this.#turnIsOpening || this.#unsettled > 0) return
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

function isFailed(end: WalkEnd): end is Extract<WalkEnd, { kind: 'ended' }> {
  return end.kind === 'ended' && end.state === 'failed'
}
