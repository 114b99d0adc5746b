/**
 * When plain progress says something: after 10 s, 30 s, then every minute and on each tenth of the work; when nothing
 * ends for half a minute, that. Never more than 500 lines: the minute doubles with every hundred.
 * A coding agent hears of the quarters only.
 */
export type PlainKind = 'plain' | 'agent'

export interface Moment {
  /** Since the batch started. */
  readonly nowMs: number
  readonly ended: number
  readonly percent: number
}

const mostLines = 500
const standstillMs = 30_000

export class PlainSchedule {
  readonly #kind: PlainKind
  #lines = 0
  #lastLineMs = 0
  #nextMs: number
  #lastPercent = 0
  #lastEnded = 0
  #movedMs = 0

  constructor(kind: PlainKind) {
    this.#kind = kind
    this.#nextMs = kind === 'plain' ? 10_000 : 30_000
  }

  /** What is due now, if anything. Asked about once a second. */
  due(moment: Moment): 'progress' | 'standstill' | undefined {
    if (moment.ended !== this.#lastEnded) this.#movedMs = moment.nowMs
    this.#lastEnded = moment.ended
    if (this.#lines >= mostLines) return undefined
    const due = this.#kindDue(moment)
    if (due !== undefined) this.#note(moment)
    return due
  }

  #kindDue(moment: Moment): 'progress' | 'standstill' | undefined {
    if (this.#kind === 'agent') return this.#crossed(moment, 25) ? 'progress' : undefined
    const isStill = moment.nowMs - Math.max(this.#movedMs, this.#lastLineMs) >= standstillMs * this.#stretch()
    if (isStill) return 'standstill'
    if (moment.nowMs >= this.#nextMs) return 'progress'
    const isFresh = moment.nowMs - this.#lastLineMs < 1000
    return this.#kind === 'plain' && !isFresh && this.#crossed(moment, 10) ? 'progress' : undefined
  }

  #crossed({ percent }: Moment, share: number): boolean {
    return percent < 100 && Math.floor(percent / share) > Math.floor(this.#lastPercent / share)
  }

  #note({ nowMs, percent }: Moment): void {
    this.#lines += 1
    this.#lastLineMs = nowMs
    this.#lastPercent = percent
    if (nowMs < this.#nextMs) return
    const isEarly = this.#kind === 'plain' && this.#nextMs < 30_000
    this.#nextMs = isEarly ? 30_000 : nowMs + 60_000 * this.#stretch()
  }

  #stretch(): number {
    return 2 ** Math.floor(this.#lines / 100)
  }
}
