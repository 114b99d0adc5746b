/**
 * When a group of items goes: when it is full, when its first item has waited long enough, or when nothing else can come.
 * Pure: time and what lanes hold come in as values.
 */
import type { GroupDefinition, StepDefinition } from '../../pipeline/definition.ts'

export interface GroupedLane {
  /** Index of the step. */
  readonly step: number
  readonly group: GroupDefinition
}

export interface LaneLook {
  /** How many items stand before the step, in memory. */
  readonly count: (step: number) => number
  /** Nothing runs that could still come to it, and nothing else could start. */
  readonly isQuiet: boolean
  readonly now: number
}

export class WaitingGroups {
  readonly #lanes: readonly GroupedLane[]
  /** Since when the first item of a lane waits. */
  readonly #since = new Map<number, number>()

  constructor(lanes: readonly GroupedLane[]) {
    this.#lanes = lanes
  }

  get isNone(): boolean {
    return this.#lanes.length === 0
  }

  has(step: number): boolean {
    return this.#lanes.some((lane) => lane.step === step)
  }

  /** The step whose group goes now. What waits alone for others is flushed in the order of the steps: earlier ones feed later ones. */
  due({ count, isQuiet, now }: LaneLook): GroupedLane | undefined {
    for (const { step } of this.#lanes) this.#note(step, count(step), now)
    const full = this.#lanes.findLast(({ step, group }) => count(step) >= group.size)
    if (full !== undefined) return full
    return this.#lanes.find(({ step, group }) => count(step) > 0 && (isQuiet || this.#left(step, group, now) <= 0))
  }

  /** Until the next group goes for having waited long enough. */
  waitMs(now: number): number {
    return Math.max(0, Math.min(...this.#lanes.map(({ step, group }) => this.#left(step, group, now))))
  }

  /** A group was taken from the lane: what is left begins to wait. */
  taken(step: number): void {
    this.#since.delete(step)
  }

  #note(step: number, count: number, now: number): void {
    if (count === 0) this.#since.delete(step)
    else if (!this.#since.has(step)) this.#since.set(step, now)
  }

  #left(step: number, { waitMs = Number.POSITIVE_INFINITY }: GroupDefinition, now: number): number {
    const since = this.#since.get(step)
    return since === undefined ? Number.POSITIVE_INFINITY : since + waitMs - now
  }
}

export function groupedLanes(
  steps: readonly { readonly index: number; readonly definition: StepDefinition }[],
): readonly GroupedLane[] {
  return steps.flatMap(({ index, definition: { group } }) => (group === undefined ? [] : [{ step: index, group }]))
}
