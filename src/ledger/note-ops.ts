/** What can be written down beside the items: stamps, projections, events, allowances, and what others ask of the owner. */
import type { StampRow } from './rows.ts'

export interface KeepStamp {
  readonly op: 'keep-stamp'
  readonly stamp: StampRow
}

/** A projection has synced rows up to `cursor` and stands at `offset`. */
export interface Projected {
  readonly op: 'projected'
  readonly batch: number
  readonly sink: string
  readonly cursor: number
  readonly offset: number
}

export interface AskControl {
  readonly op: 'ask-control'
  readonly batch: number
  readonly verb: string
  readonly args: string
  readonly at: number
}

export interface AnswerControl {
  readonly op: 'answer-control'
  readonly control: number
  readonly answer: string
  readonly at: number
}

/** Facts about the batch as a whole: samples, warnings, knobs that were turned. */
export interface AddEvent {
  readonly op: 'event'
  readonly batch: number
  readonly type: string
  readonly at: number
  readonly body: string
}

/** What is left of an allowance, before it is used. */
export interface KeepLimit {
  readonly op: 'keep-limit'
  readonly batch: number
  readonly name: string
  /** JSON. */
  readonly state: string
  /** Tells the boot of the machine that its times belong to. */
  readonly boot: string
}
