/**
 * How a batch went over time, in at most 240 intervals of equal length. When more would be needed, two neighbours
 * become one and the intervals are twice as long from then on: constant memory for any length.
 */
import type { Sample } from '../sample.ts'

export interface Interval {
  /** Start, in milliseconds of active time. */
  readonly fromMs: number
  readonly samples: number
  /** Sums over the samples: divide by their number. */
  readonly running: number
  readonly workers: number
  /** What happened in the interval. */
  readonly ended: number
  readonly failed: number
  readonly cpuMs: number
  readonly readBytes: number
  readonly writtenBytes: number
  /** The highest that was seen. */
  readonly rssBytes: number
}

const mostIntervals = 240

export class Timeline {
  #widthMs = 1_000
  #intervals: Interval[] = []
  #last: Sample | undefined

  /**
   * Samples in the order they were taken.
   * @param activeMs when it was taken, on the clock that stands still between sessions
   */
  add(sample: Sample, activeMs: number): void {
    const index = this.#indexFor(activeMs)
    while (this.#intervals.length <= index) this.#intervals.push(empty(this.#intervals.length * this.#widthMs))
    const known = this.#intervals[index]
    if (known) this.#intervals[index] = joined(known, changeSince(this.#last, sample))
    this.#last = sample
  }

  get widthMs(): number {
    return this.#widthMs
  }

  get intervals(): readonly Interval[] {
    return this.#intervals
  }

  #indexFor(activeMs: number): number {
    while (Math.floor(activeMs / this.#widthMs) >= mostIntervals) this.#double()
    return Math.floor(Math.max(0, activeMs) / this.#widthMs)
  }

  #double(): void {
    this.#widthMs *= 2
    const halves = this.#intervals
    this.#intervals = halves.filter((_, index) => index % 2 === 0).map((even, index) => joined(even, halves[index * 2 + 1]))
  }
}

function empty(fromMs: number): Interval {
  const nothing = { samples: 0, running: 0, workers: 0, ended: 0, failed: 0, cpuMs: 0, readBytes: 0, writtenBytes: 0 }
  return { fromMs, ...nothing, rssBytes: 0 }
}

function joined(left: Interval, right: Omit<Interval, 'fromMs'> = empty(0)): Interval {
  return {
    fromMs: left.fromMs,
    samples: left.samples + right.samples,
    running: left.running + right.running,
    workers: left.workers + right.workers,
    ended: left.ended + right.ended,
    failed: left.failed + right.failed,
    cpuMs: left.cpuMs + right.cpuMs,
    readBytes: left.readBytes + right.readBytes,
    writtenBytes: left.writtenBytes + right.writtenBytes,
    rssBytes: Math.max(left.rssBytes, right.rssBytes),
  }
}

function changeSince(last: Sample | undefined, sample: Sample): Omit<Interval, 'fromMs'> {
  const { running, workers, rssBytes } = sample
  const grown = (figure: 'ended' | 'failed' | 'cpuMs' | 'readBytes' | 'writtenBytes') =>
    growth(last?.[figure] ?? 0, sample[figure])
  return {
    samples: 1,
    running,
    workers,
    rssBytes,
    ended: grown('ended'),
    failed: grown('failed'),
    cpuMs: grown('cpuMs'),
    readBytes: grown('readBytes'),
    writtenBytes: grown('writtenBytes'),
  }
}

/** A count that fell was started anew by the next session. */
function growth(before: number, after: number): number {
  return after >= before ? after - before : after
}
