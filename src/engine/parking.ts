/** Items that wait in the ledger for another try: knows when the next one is due, and wakes those that are. */
import type { Ledger } from '../ledger/ledger.ts'
import type { Tally } from './tally.ts'
import type { WorkPlan } from './work-plan.ts'

export interface ParkingSetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly plan: WorkPlan
  readonly tally: Tally
  readonly steadyWall: () => number
}

export class Parking {
  readonly #setting: ParkingSetting
  #nextDue: number | undefined

  constructor(setting: ParkingSetting) {
    this.#setting = setting
  }

  /** What earlier sessions have parked. */
  async open(): Promise<void> {
    const { ledger, batch, tally } = this.#setting
    const { count, nextDue } = await ledger.read({ get: 'parked', batch })
    this.#nextDue = nextDue
    tally.parked(count)
  }

  parked(waitMs: number): void {
    this.#nextDue = Math.min(this.#nextDue ?? Number.POSITIVE_INFINITY, this.#setting.steadyWall() + waitMs)
  }

  get isEmpty(): boolean {
    return this.#nextDue === undefined
  }

  /** Infinity while nothing is parked; 0 or less when something is due. */
  get waitMs(): number {
    return this.#nextDue === undefined ? Number.POSITIVE_INFINITY : this.#nextDue - this.#setting.steadyWall()
  }

  /** Items whose wait is over are ready again, in any lane. */
  async wake(): Promise<void> {
    if (this.waitMs > 0) return
    const { ledger, batch, plan, tally, steadyWall } = this.#setting
    // What is parked while the answer is on its way makes itself known.
    this.#nextDue = undefined
    const [{ woken, nextDue }] = await ledger.commit([{ op: 'unpark', batch, at: steadyWall() }])
    if (nextDue !== undefined) this.#nextDue = Math.min(this.#nextDue ?? nextDue, nextDue)
    tally.unparked(woken)
    plan.rewindAll()
  }
}
