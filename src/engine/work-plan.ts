/**
 * What runs next: a lane per step, later lanes first, so that items finish. Holds references of at most two windows of `laneSize`
 * ready items per lane; the ledger holds the rest. Pure: no clock, no ledger.
 */
import type { ReadyItem } from '../ledger/rows.ts'
import { ItemQueue } from './item-queue.ts'

export interface LaneCursor {
  readonly rank: number
  readonly seq: number
}

interface Lane {
  readonly queue: ItemQueue<ReadyItem>
  /** Where the next window starts; absent: from the beginning. */
  after: LaneCursor | undefined
  /** The ledger may have more for this lane than we have seen. */
  mayHaveMore: boolean
  isFilling: boolean
  /** Told to look from the beginning while a window was on its way. */
  isRewound: boolean
  /** Items became ready somewhere in it: looked for once its queue holds fewer than `low`. */
  hasArrivals: boolean
  /** A window reached the items that were lost with their process: they stand behind all that is still to be read. */
  isBehindAll: boolean
  /** 1, or as many items as a group of its step holds. */
  readonly low: number
}

export const laneSize = 1024

export class WorkPlan {
  readonly #lanes: readonly Lane[]
  /** Every item that is queued, running, or whose end is not yet acknowledged: a window must not bring it again. */
  readonly #known = new Set<number>()
  /** Of these: ready again already, and at which step. */
  readonly #early = new Map<number, number>()

  /** @param groups sizes by the index of a step whose items are taken in groups */
  constructor(steps: number, groups: ReadonlyMap<number, number> = new Map()) {
    this.#lanes = Array.from({ length: steps }, (_, step) => ({
      low: groups.get(step) ?? 1,
      queue: new ItemQueue(),
      after: undefined,
      mayHaveMore: true,
      isFilling: false,
      isRewound: false,
      hasArrivals: false,
      isBehindAll: false,
    }))
  }

  /**
   * The next item, if one is in memory.
   * @param isOpen false: nothing is taken from the lane of this step; absent: every lane is open
   */
  take(isOpen?: (step: number) => boolean): ReadyItem | undefined {
    for (let index = this.#lanes.length - 1; index >= 0; index--) {
      if (isOpen !== undefined && this.#lanes[index]?.queue.length !== 0 && !isOpen(index)) continue
      const item = this.#lanes[index]?.queue.take()
      if (item !== undefined) return item
    }
    return undefined
  }

  /** So many items of one lane, or all that are in memory. */
  takeGroup(step: number, size: number): readonly ReadyItem[] {
    const queue = this.#lanes[step]?.queue
    return Array.from({ length: Math.min(size, this.queued(step)) }, () => queue?.take()).flatMap((item) => item ?? [])
  }

  /** How many items of the lane are in memory. */
  queued(step: number): number {
    return this.#lanes[step]?.queue.length ?? 0
  }

  /** Nothing is queued but before steps of groups, nothing is being fetched, and nothing is left to fetch. */
  get isQuiet(): boolean {
    return this.#lanes.every((lane) => isDrained(lane) && (lane.low > 1 || lane.queue.length === 0))
  }

  /** Puts an item back at the head of its lane: its gates said "not now". */
  putBack(item: ReadyItem): void {
    this.#lanes[item.step]?.queue.putBack(item)
  }

  /** The lanes that should be filled now, with where to go on. Marks them as being filled. */
  wanted(): readonly { readonly step: number; readonly after: LaneCursor | undefined }[] {
    for (const lane of this.#lanes) if (mayStartOver(lane)) startOver(lane)
    const low = [...this.#lanes.entries()].filter(
      ([, lane]) => lane.mayHaveMore && !lane.isFilling && lane.queue.length < laneSize,
    )
    // News that arrives while the window is on its way must survive an empty answer, so the flag falls now.
    for (const [, lane] of low) Object.assign(lane, { isFilling: true, mayHaveMore: false })
    return low.map(([step, lane]) => ({ step, after: lane.after }))
  }

  /** A window came back. An empty one says that the ledger has no more for now. */
  filled(step: number, items: readonly ReadyItem[]): void {
    const lane = this.#lanes[step]
    if (lane === undefined) return
    lane.isFilling = false
    const last = items.at(-1)
    if (last !== undefined) lane.mayHaveMore = true
    if (last !== undefined && last.losses > 0) lane.isBehindAll = true
    if (last !== undefined && !lane.isRewound) lane.after = { rank: last.rank, seq: last.seq }
    lane.isRewound = false
    for (const item of items) this.#enqueue(lane, item)
  }

  /** The ledger has new items behind the ones we have seen (ingest goes on); before those that were lost, where these were seen. */
  ledgerHasMore(step: number): void {
    const lane = this.#lanes[step]
    if (lane?.isBehindAll) lane.hasArrivals = true
    else if (lane !== undefined) lane.mayHaveMore = true
  }

  /**
   * Items became ready somewhere in the lane, and there is no hurry: what is queued goes first.
   * @param seq the item, where it is one: as long as the end of its last walk is on its way, a window would not bring it
   */
  arrived(step: number, seq?: number): void {
    const lane = this.#lanes[step]
    if (seq !== undefined && this.#known.has(seq)) this.#early.set(seq, step)
    else if (lane !== undefined) lane.hasArrivals = true
  }

  /** Items became ready again anywhere in the lane (a retry is due): look from the beginning. */
  rewind(step: number): void {
    const lane = this.#lanes[step]
    if (lane === undefined) return
    lane.after = undefined
    lane.mayHaveMore = true
    lane.isRewound = lane.isFilling
  }

  /** The same in every lane. */
  rewindAll(): void {
    for (const step of this.#lanes.keys()) this.rewind(step)
  }

  /** The ledger has acknowledged how this item's walk ended: it may come again. */
  forget(seq: number): void {
    this.#known.delete(seq)
    const step = this.#early.get(seq)
    if (step === undefined) return
    this.#early.delete(seq)
    this.arrived(step)
  }

  /** Nothing queued, nothing being fetched, nothing left to fetch, nothing under way. */
  get isEmpty(): boolean {
    return this.#known.size === 0 && this.#lanes.every(isDrained)
  }

  #enqueue(lane: Lane, item: ReadyItem): void {
    if (this.#known.has(item.seq)) return
    this.#known.add(item.seq)
    lane.queue.push(item)
  }
}

/** The ledger has no more for it that we know of. */
function isDrained({ mayHaveMore, isFilling, hasArrivals }: Lane): boolean {
  return !mayHaveMore && !isFilling && !hasArrivals
}

/** Not before the window has gone through the whole lane: it would never get beyond what it has seen. */
function mayStartOver({ mayHaveMore, isFilling, hasArrivals, queue, low }: Lane): boolean {
  return hasArrivals && !mayHaveMore && !isFilling && queue.length < low
}

function startOver(lane: Lane): void {
  Object.assign(lane, { after: undefined, mayHaveMore: true, hasArrivals: false })
}
