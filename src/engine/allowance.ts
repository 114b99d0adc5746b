/**
 * How allowances outlive a process. Every window of a limit is a line of time of which pieces are handed out: whoever
 * starts an attempt must hold the piece of time that it is worth, and a piece is written down before it is used.
 * So nothing is ever granted twice: what a process that died still held is lost, and that is at most a slice.
 */
import type { Soon } from './soon.ts'

/** What is kept of one limit. Times are milliseconds since the machine was started. */
export interface AllowanceState {
  /** By key of the window: up to when it is handed out. */
  readonly handedOut: Readonly<Record<string, number>>
  /** The service asked for quiet until then. */
  readonly quietUntil: number
}

export const untouched: AllowanceState = { handedOut: {}, quietUntil: 0 }

/** Where the state of limits is kept. */
export interface AllowanceStore {
  /** Changes the state of one limit, alone: what `change` makes of it is durable when the answer is there. */
  update<Answer>(name: string, change: AllowanceChange<Answer>): Soon<Answer>
}

export type AllowanceChange<Answer> = (kept: KeptAllowance) => {
  /** Absent: nothing changes. */
  readonly state?: AllowanceState
  readonly answer: Answer
}

export interface KeptAllowance {
  readonly state: AllowanceState
  /** It is from an earlier boot of the machine, or from another machine: its times mean nothing here. */
  readonly isForeign: boolean
}

/** A piece of a window's time: attempts use it up from `at` on. */
export interface Span {
  readonly at: number
  readonly until: number
}

/** What is wanted of one window. */
export interface SliceAsk {
  readonly key: string
  /** The piece that is in use; the next one is joined to it when nobody else has had one in between. */
  readonly own: Span | undefined
  readonly perMs: number
  readonly toleranceMs: number
  /** How long the piece should be. */
  readonly leadMs: number
}

export interface LeaseCase {
  readonly now: number
  /** A piece is handed out so long before its time. */
  readonly aheadMs: number
}

export type Lease =
  | { readonly kind: 'granted'; readonly state: AllowanceState; readonly spans: Readonly<Record<string, Span>> }
  /** Nothing is free before then. */
  | { readonly kind: 'later'; readonly waitMs: number }

/** Hands out a piece of every window, or of none. */
export function lease({ state }: KeptAllowance, asks: readonly SliceAsk[], { now, aheadMs }: LeaseCase): Lease {
  const found = asks.map((ask) => ({ ask, ...place(ask, state, now) }))
  const waitMs = Math.max(0, ...found.map(({ ask, base }) => base - ask.toleranceMs - aheadMs - now))
  if (waitMs > 0) return { kind: 'later', waitMs }
  const spans = Object.fromEntries(found.map(({ ask, span }) => [ask.key, span]))
  const handedOut = Object.fromEntries(found.map(({ ask, span }) => [ask.key, span.until]))
  return { kind: 'granted', state: { ...state, handedOut: { ...state.handedOut, ...handedOut } }, spans }
}

function place(ask: SliceAsk, { handedOut }: AllowanceState, now: number): { readonly base: number; readonly span: Span } {
  const { own, key, leadMs } = ask
  const end = handedOut[key] ?? Number.NEGATIVE_INFINITY
  const isJoined = own !== undefined && own.until === end
  // What was used beyond the old piece is owed by the new one.
  const debtMs = own === undefined ? 0 : Math.max(0, own.at - own.until)
  const at = Math.max(now, isJoined ? own.at : end + debtMs)
  return { base: at, span: { at, until: at + leadMs } }
}

type Window = Pick<SliceAsk, 'key' | 'perMs' | 'toleranceMs'>

/** After a reboot nobody knows how long ago the last attempt was: every window that was in use waits once. */
export function afterReboot({ handedOut }: AllowanceState, windows: readonly Window[], now: number): AllowanceState {
  const used = windows.filter(({ key }) => handedOut[key] !== undefined)
  return {
    handedOut: Object.fromEntries(used.map(({ key, perMs, toleranceMs }) => [key, now + perMs + toleranceMs])),
    quietUntil: 0,
  }
}
