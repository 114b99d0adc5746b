/** What a service allows, and what a batch may spend: the complete forms behind `limits`, `cost` and `budget`. */
import type { Json } from '../base/json.ts'

/** So much per so long: `500/m` is `{ amount: 500, perMs: 60_000 }`. */
export interface Rate {
  readonly amount: number
  readonly perMs: number
}

/** One allowance that steps share by its name. */
export interface LimitDefinition {
  readonly name: string
  /** All of them hold at once. */
  readonly requests: readonly Rate[]
  readonly tokens: readonly Rate[]
  /** US dollars. */
  readonly cost: readonly Rate[]
  /** Requests that may come at once before the first rate holds them back. */
  readonly burst?: number
  /** Attempts at once. */
  readonly concurrency?: number
  readonly breaker?: BreakerDefinition
  /** `machine`: every process on this machine that names the limit shares its rates. */
  readonly scope: 'batch' | 'machine'
  /** Time between two starts. */
  readonly staggerMs?: number
}

/** When attempts are held back because the service fails. */
export interface BreakerDefinition {
  /** Opens after so many failures in a row, or when a share (0 to 1) of the last `of` attempts failed. */
  readonly opens: { readonly failures: number } | { readonly share: number; readonly of: number }
  /** Codes of failures that count; empty: every failure that may be tried again. */
  readonly on: readonly string[]
  /** How long it stays open before one trial. */
  readonly cooldownMs: number
  /** Open for so long without one success, the batch stops. */
  readonly giveUpMs: number
}

/** What an attempt uses at most (as written: placeholders allowed), and where it says what it really used. */
export interface CostDefinition {
  readonly most: Readonly<Partial<Record<CostUnit, Json>>>
  /** CEL over the step's value, which is called `result`. */
  readonly from: Readonly<Partial<Record<CostUnit, string>>>
}

export type CostUnit = 'usd' | 'tokens' | 'bytes'

export const costUnits: readonly CostUnit[] = ['usd', 'tokens', 'bytes']

/** What the whole batch may use, over all of its sessions. */
export interface Budget extends Readonly<Partial<Record<CostUnit, number>>> {
  /** Time in which it runs. */
  readonly timeMs?: number
}
