/** The walks under way: those that run, and those of which the ledger has not acknowledged the end. */
import { toError } from '../base/errors.ts'
import type { ReadyItem } from '../ledger/rows.ts'
import type { Ending } from './ending.ts'
import type { LocalEngineSetting } from './local-engine-setting.ts'
import { after, isLater, type Soon } from './soon.ts'
import { stopFor } from './stop-rule.ts'
import { kindOf, type Walk, type WalkEnd } from './walk.ts'
import { laneSize } from './work-plan.ts'

/** Ends that are not acknowledged yet: more than this, and nothing new starts until the disk has caught up. */
const mostUnsettled = 4 * laneSize

export interface FlightEvents {
  readonly ending: Ending
  /** Another item may start. */
  readonly onRoom: () => void
  /** The ledger has an end and nothing of its walk is left. */
  readonly onClosed: () => void
  /** Something has changed for whoever waits. */
  readonly onNews: () => void
  readonly onLost: (error: Error) => void
}

interface Ended {
  readonly walk: Walk
  readonly end: WalkEnd
  readonly ms: number
  /** Of a group, which went through the gates as one: how many of its walks still run. */
  readonly shared?: { left: number; readonly bytes: number }
}

export class Flight {
  readonly #setting: LocalEngineSetting
  readonly #events: FlightEvents
  #running = 0
  #unsettled = 0

  constructor(setting: LocalEngineSetting, events: FlightEvents) {
    this.#setting = setting
    this.#events = events
  }

  get running(): number {
    return this.#running
  }

  /** Nothing runs, and every end is acknowledged. */
  get isEmpty(): boolean {
    return this.#running === 0 && this.#unsettled === 0
  }

  /** Every end is acknowledged. */
  get isSettled(): boolean {
    return this.#unsettled === 0
  }

  /** The disk is behind: nothing new may start. */
  get isFull(): boolean {
    return this.#unsettled >= mostUnsettled
  }

  start(ready: ReadyItem): void {
    const { gates, limits, clock, openWalk } = this.#setting
    const started = clock.now()
    const walk = openWalk(ready)
    gates.started(started, ready.sizeBytes)
    limits?.at(ready.step)?.expect(ready.seq)
    this.#running += 1
    const end = this.#run(walk)
    const ended = (how: WalkEnd) => this.#ended({ walk, end: how, ms: clock.now() - started })
    if (!isLater(end)) ended(end)
    else end.then(ended, (thrown) => this.#broke(thrown))
  }

  /** Items that stand before one step, as one attempt. */
  startGroup(items: readonly ReadyItem[], step: number): void {
    const { gates, limits, clock, openWalk } = this.#setting
    const started = clock.now()
    const walks = items.map(openWalk)
    const shared = { left: walks.length, bytes: items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
    gates.started(started, shared.bytes)
    for (const { seq } of items.slice(0, 1)) limits?.at(step)?.expect(seq)
    this.#running += walks.length
    this.#runGroup(walks, step).then(
      (ends) => {
        const ms = (clock.now() - started) / walks.length
        for (const [index, walk] of walks.entries())
          this.#ended({ walk, end: ends[index] ?? { kind: 'interrupted' }, ms, shared })
      },
      (thrown) => this.#broke(thrown, walks.length),
    )
  }

  async #runGroup(walks: readonly Walk[], step: number): Promise<readonly WalkEnd[]> {
    const { journal, runGroup, isWary } = this.#setting
    if (isWary || walks.some(({ ready }) => ready.losses > 0)) await Promise.all(walks.map((walk) => journal.mark(walk)))
    return runGroup(walks, step)
  }

  /** A walk does not throw: this is a mistake of ours, and what the item has done is not known. */
  #broke(thrown: unknown, count = 1): void {
    this.#running -= count
    this.#events.onLost(toError(thrown))
  }

  #run(walk: Walk): Soon<WalkEnd> {
    const { journal, runItem, isWary } = this.#setting
    if (!isWary && walk.ready.losses === 0) return runItem(walk)
    return journal.mark(walk).then(() => runItem(walk))
  }

  #ended(ended: Ended): void {
    const { walk, end } = ended
    const { ending, onLost } = this.#events
    this.#unsettled += 1
    this.#setting.limits?.at(walk.ready.step)?.dismiss(walk.ready.seq)
    if (end.kind === 'stop') ending.stopWith(stopFor(end.failure))
    if (isFailed(end)) ending.failing(`${walk.item.id}: ${end.failure?.message ?? end.reason ?? ''}`)
    const clean = this.#setting.onCleanup(walk)?.catch((thrown) => onLost(toError(thrown)))
    this.#setting.journal.settle(walk, end, (error) => {
      if (error === undefined) this.#settled(ended)
      else onLost(error)
      after(clean, () => this.#close(walk))
    })
    after(clean, () => this.#leave(ended))
  }

  #close(walk: Walk): void {
    const wasFull = this.isFull
    this.#unsettled -= 1
    this.#setting.plan.forget(walk.ready.seq)
    if (wasFull && !this.isFull) this.#events.onRoom()
    this.#events.onClosed()
  }

  /** Makes room for the next item; the ledger has not acknowledged this one yet. */
  #leave({ walk, end, ms, shared }: Ended): void {
    const { gates, clock } = this.#setting
    this.#running -= 1
    if (shared !== undefined) shared.left -= 1
    if (shared !== undefined && shared.left > 0) return
    // To wait for a limit is no work.
    const workedMs = ms - (walk.waitedMs ?? 0)
    gates.finished({ kind: kindOf(end), ms: workedMs, cost: { bytes: shared?.bytes ?? walk.ready.sizeBytes } }, clock.now())
    this.#events.onRoom()
  }

  #settled({ walk, end, ms }: Ended): void {
    const { tally, plan, parking, onSettled } = this.#setting
    const { ending, onNews, onLost } = this.#events
    // The bytes of a part are those of its parent.
    const inputBytes = walk.ready.birth === undefined ? walk.ready.sizeBytes : 0
    tally.settled(end, { isReused: walk.isReused, inputBytes, outputBytes: walk.outputBytes })
    if (end.kind === 'retry') {
      parking.parked(end.waitMs)
      onNews()
    }
    if (end.kind === 'parked') plan.arrived(end.step, walk.ready.seq)
    if (isFailed(end)) ending.counted()
    try {
      onSettled(walk, end, ms)
    } catch (thrown) {
      onLost(toError(thrown))
    }
  }
}

function isFailed(end: WalkEnd): end is Extract<WalkEnd, { kind: 'ended' }> {
  return end.kind === 'ended' && end.state === 'failed'
}
