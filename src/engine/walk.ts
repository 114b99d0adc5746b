/**
 * A walk is one passage of an item through its steps, from the first one on: what still holds from before is reused,
 * the rest is done. It collects what the ledger must be told and hands it over at the durable points.
 */
import type { Json } from '../base/json.ts'
import type { AttemptRow, FileRow, ReadyItem, ResultRow } from '../ledger/rows.ts'
import type { DeliveredFile } from '../pipeline/delivery.ts'
import type { Item } from '../pipeline/item.ts'
import type { EndState, Failure } from '../pipeline/outcome.ts'
import type { FamilyEnd } from '../pipeline/part.ts'
import type { Gathered } from './attempt-rows.ts'
import type { AttemptEnd } from './gates/gate.ts'

export interface Walk {
  readonly ready: ReadyItem
  readonly item: Item
  /** The number that fences this walk in the ledger. */
  readonly attempt: number
  readonly file: string | undefined
  /** Of a part: where its output would lie, in place of the path of its file. */
  readonly place?: string
  readonly names: Record<string, Json>
  /** Not yet handed to the ledger. */
  readonly unwritten: { attempts: AttemptRow[]; results: ResultRow[]; files: FileRow[] }
  readonly delivered: DeliveredFile[]
  /** Where the item's result is kept, once a step has made one. */
  result: WalkResult | undefined
  /** Index of the step it is at. */
  step: number
  /** A Start was written for it. */
  isMarked: boolean
  /** A step whose value is kept, or that changes something outside, has run. */
  hasWorked: boolean
  /** What such steps have to say was answered from kept results. */
  isReused: boolean
  outputBytes: number
  /** Time that it spent before limits: no work. */
  waitedMs?: number
  /** It stands before a grouped step. */
  gathered?: Gathered
  /** At a merge: what became of its parts. */
  family?: FamilyEnd
  /** Optional steps that failed in best_effort mode. */
  readonly lapses: string[]
  /** Of merges that went on without some parts. */
  readonly remarks: string[]
}

export interface WalkResult {
  readonly step: string
  readonly fp: string
  readonly value: Json
  /** The row to write when the item ends here: its step's value is not kept otherwise. */
  readonly row?: ResultRow
}

/** What a service said that was asked too much. */
export interface Throttle {
  readonly failure: Failure
  readonly waitMs: number
}

/** How a walk ended. */
export type WalkEnd =
  | {
      readonly kind: 'ended'
      readonly state: EndState
      readonly reason?: string
      readonly failure?: Failure
      /** Its parts stand for it. */
      readonly isReplaced?: true
    }
  /** For its parts; it goes on at this step. */
  | { readonly kind: 'waiting'; readonly step: number }
  | {
      readonly kind: 'retry'
      readonly failure: Failure
      readonly tries: number
      readonly waitMs: number
      readonly isCrowded?: true
      /** The service asked for quiet, at a step where an item cannot be parked. */
      readonly isThrottled?: true
    }
  /** Nothing was tried: it comes again when the limits of this step let it. */
  | { readonly kind: 'parked'; readonly step: number; readonly throttle?: Throttle }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'stop'; readonly failure: Failure }

/** Everything that the ledger has not been told yet; the walk starts a new page. */
export function takeUnwritten(walk: Walk): Pick<Walk['unwritten'], 'attempts' | 'results' | 'files'> {
  const { attempts, results, files } = walk.unwritten
  Object.assign(walk.unwritten, { attempts: [], results: [], files: [] })
  return { attempts, results, files }
}

/** As gates see it. */
export function kindOf(end: WalkEnd): AttemptEnd['kind'] {
  if (end.kind === 'retry') return end.isCrowded === true ? 'crowded' : 'retry'
  if (end.kind === 'waiting') return 'succeeded'
  if (end.kind !== 'ended') return 'interrupted'
  if (end.state === 'succeeded' || end.state === 'skipped') return end.state
  return 'failed'
}
