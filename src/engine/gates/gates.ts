/** The gates of one batch together: which there are, and the knobs that move them. */
import type { RunOptions } from '../../pipeline/definition.ts'
import { Adaptive, type AdaptiveRange, type Adjustment } from './adaptive.ts'
import { Admission } from './admission.ts'
import { ConcurrencyGate } from './concurrency.ts'
import type { AttemptEnd, GateState } from './gate.ts'
import { MemoryGate, type MemoryReading } from './memory.ts'
import { StaggerGate } from './stagger.ts'
import { TurnsGate } from './turns.ts'

export interface GatesSetting {
  readonly workers: RunOptions['workers']
  /** Where `auto` starts, and between what it moves. */
  readonly range: AdaptiveRange
  readonly reserveBytes: number
  readonly turnSize: number | undefined
  /** Time between two starts. */
  readonly staggerMs?: number | undefined
  /** The number of workers was moved by `auto`. */
  readonly onAdjusted: (adjustment: Adjustment) => void
}

const settleMs = 250

export class Gates {
  readonly #concurrency: ConcurrencyGate
  readonly #memory: MemoryGate
  readonly #turns: TurnsGate | undefined
  readonly #all: Admission
  readonly #onAdjusted: GatesSetting['onAdjusted']
  readonly #range: AdaptiveRange
  #adaptive: Adaptive | undefined
  #workers: number
  #loweredAt = Number.NEGATIVE_INFINITY

  constructor({ workers, range, reserveBytes, turnSize, staggerMs, onAdjusted }: GatesSetting) {
    this.#range = range
    this.#adaptive = workers === 'auto' ? new Adaptive(range) : undefined
    this.#workers = workers === 'auto' ? range.start : workers
    this.#concurrency = new ConcurrencyGate(this.#workers)
    this.#memory = new MemoryGate(reserveBytes)
    this.#turns = turnSize === undefined ? undefined : new TurnsGate(turnSize)
    const stagger = staggerMs === undefined ? undefined : new StaggerGate(staggerMs)
    this.#all = new Admission([this.#concurrency, this.#memory, this.#turns, stagger].filter((gate) => gate !== undefined))
    this.#onAdjusted = onAdjusted
  }

  delay(now: number, bytes: number): number {
    return this.#all.delay(now, { bytes })
  }

  started(now: number, bytes: number): void {
    this.#all.started(now, { bytes })
  }

  finished(end: AttemptEnd, now: number): void {
    const isBinding = this.#concurrency.state.reason !== undefined
    this.#all.finished(end, now)
    if (end.kind === 'crowded') this.#lower(now)
    else this.#adjust(this.#adaptive?.finished(end, now, isBinding))
  }

  observe(reading: MemoryReading): void {
    this.#memory.observe(reading)
    if (this.#memory.isShort) this.#adjust(this.#adaptive?.memoryIsShort())
  }

  /** A person chose: from now on nothing adapts, until they choose `auto`, which goes on from what there is. */
  setWorkers(workers: number | 'auto'): void {
    const { min, max } = this.#range
    const start = workers === 'auto' ? Math.min(max, Math.max(min, this.#workers)) : workers
    this.#adaptive = workers === 'auto' ? new Adaptive({ min, max, start }) : undefined
    this.#resize(start)
  }

  get workers(): number {
    return this.#workers
  }

  get states(): readonly GateState[] {
    return this.#all.states
  }

  get turnSize(): number | undefined {
    return this.#turns?.state.limit
  }

  get turnIsOver(): boolean {
    return this.#turns?.isOver ?? false
  }

  openTurn(): void {
    this.#turns?.openTurn()
  }

  /** The system had no room: a quarter fewer at once, and then time to see whether that is enough. */
  #lower(now: number): void {
    if (now - this.#loweredAt < settleMs || this.#workers === 1) return
    this.#loweredAt = now
    this.#adaptive = undefined
    this.#adjust({
      workers: Math.max(1, Math.floor(this.#workers * 0.75)),
      why: 'the system has no room for more files or processes',
    })
  }

  #adjust(adjustment: Adjustment | undefined): void {
    if (adjustment === undefined) return
    this.#resize(adjustment.workers)
    this.#onAdjusted(adjustment)
  }

  #resize(workers: number): void {
    this.#workers = workers
    this.#concurrency.resize(workers)
  }
}
