/**
 * When a batch will end. Work is measured in milliseconds of running time, as a line over the size of an item that is
 * fitted to what has ended so far; the rate is the work done per millisecond of wall time in a recent window.
 * Reused items took no work: they count neither as work nor as rate.
 */
import { type Line, LinearFit } from './linear-fit.ts'
import { spreadOf } from './spread.ts'

export interface Completion {
  /** Monotonic milliseconds. */
  readonly at: number
  readonly bytes: number
  /** Running time of the item, over all of its attempts. */
  readonly ms: number
  /** Its results were kept from an earlier run. */
  readonly reused: boolean
}

export interface Remaining {
  readonly items: number
  readonly bytes: number
}

/** Seconds until the end: the likely value, and the range that holds it in 8 of 10 cases. */
export interface Eta {
  readonly seconds: number
  readonly lowSeconds: number
  readonly highSeconds: number
}

/** Sums over everything that ended up to `at`. */
interface Mark {
  readonly at: number
  readonly items: number
  readonly bytes: number
  readonly reused: number
}

const quietMs = 10_000
const longestWindowMs = 300_000
const windowShare = 0.2
const leastItems = 5
const leastShare = 0.02
const keptMarks = 512
const keptRatios = 256

export class EtaEstimator {
  readonly #startedAt: number
  readonly #fit = new LinearFit()
  #marks: Mark[] = []
  #recent: Completion[] = []
  #newest: Mark
  #markEvery = 1

  /** @param startedAt monotonic milliseconds at which this session began to work */
  constructor(startedAt: number) {
    this.#startedAt = startedAt
    this.#newest = { at: startedAt, items: 0, bytes: 0, reused: 0 }
  }

  /** An item ended. Constant memory: at most 512 marks and 256 completions are kept. */
  add(completion: Completion): void {
    const { at, bytes, ms, reused } = completion
    const last = this.#newest
    if (reused) {
      this.#newest = { ...last, reused: last.reused + 1 }
      return
    }
    this.#fit.add(bytes, ms)
    this.#newest = { at, items: last.items + 1, bytes: last.bytes + bytes, reused: last.reused }
    this.#recent[last.items % keptRatios] = completion
    if (this.#newest.items % this.#markEvery === 0) this.#mark(this.#newest)
  }

  /** Undefined until 10 seconds have passed and 5 items (and 2 % of them) have ended. */
  estimate(now: number, remaining: Remaining): Eta | undefined {
    if (remaining.items === 0) return { seconds: 0, lowSeconds: 0, highSeconds: 0 }
    if (!this.#isReady(now, remaining)) return undefined
    const from = this.#windowStart(now, remaining)
    const rate = this.#rate(from, now)
    if (rate <= 0) return undefined
    const work = workOf(remaining, this.#fit.line) * this.#freshShare(from)
    const ms = Math.max(0, work / rate - (now - this.#newest.at))
    const spread = spreadOf(this.#ratios(), remaining.items)
    return { seconds: ms / 1000, lowSeconds: (ms * spread.low) / 1000, highSeconds: (ms * spread.high) / 1000 }
  }

  #isReady(now: number, remaining: Remaining): boolean {
    const { items } = this.#newest
    const needed = Math.max(leastItems, leastShare * (items + remaining.items))
    return now - this.#startedAt >= quietMs && items >= needed && this.#marks.length >= 2
  }

  #mark(mark: Mark): void {
    this.#marks.push(mark)
    if (this.#marks.length < keptMarks) return
    this.#marks = this.#marks.filter((_, index) => index % 2 === 1)
    this.#markEvery *= 2
  }

  /** The first mark is the end of the warm-up: what came before it is in no window. */
  #windowStart(now: number, remaining: Remaining): Mark {
    const { items } = this.#newest
    const wanted = Math.max(leastItems, windowShare * (items + remaining.items))
    const inWindow = (mark: Mark) => mark.at >= now - longestWindowMs && mark.items >= items - wanted
    const index = this.#marks.findIndex(inWindow)
    const latest = Math.max(0, this.#marks.length - 1 - leastItems)
    return this.#marks[index < 0 ? latest : Math.min(index, latest)] ?? this.#newest
  }

  /** Work per millisecond. A silence longer than usual lowers it, so that a stalled batch does not look fast. */
  #rate(from: Mark, now: number): number {
    const { at, items, bytes } = this.#newest
    const usualGapMs = (at - from.at) / Math.max(1, items - from.items)
    const spanMs = Math.max(at, now - usualGapMs) - from.at
    const done = { items: items - from.items, bytes: bytes - from.bytes }
    return spanMs > 0 ? workOf(done, this.#fit.line) / spanMs : 0
  }

  /** Where reused items come in between, as many of the remaining ones will be reused. */
  #freshShare(from: Mark): number {
    const fresh = this.#newest.items - from.items
    return fresh / (fresh + this.#newest.reused - from.reused)
  }

  #ratios(): readonly number[] {
    const line = this.#fit.line
    return this.#recent.map(({ bytes, ms }) => ms / Math.max(Number.MIN_VALUE, workOf({ items: 1, bytes }, line)))
  }
}

function workOf({ items, bytes }: Remaining, line: Line): number {
  return items * line.fixedMs + bytes * line.msPerByte
}
