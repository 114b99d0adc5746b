/** Parts of items, as they cross the border of the ledger. */
import type { ItemState } from '../pipeline/outcome.ts'

/** Children of an item that is walking, up to 5,000. Those that are there already are ignored. */
export interface Expand {
  readonly op: 'expand'
  readonly batch: number
  readonly seq: number
  readonly attempt: number
  /** Index of the step that makes them. */
  readonly born: number
  /** A merge puts them together again: they are no outputs. */
  readonly inner: boolean
  /** JSON object: the names that they take over. With the first of them. */
  readonly names?: string
  readonly children: readonly NewChild[]
  /** Place of the first of `children` among all of them, from 0. */
  readonly from: number
  /** These are the last. */
  readonly done: boolean
}

/** A part of an item. */
export interface NewChild {
  readonly id: string
  readonly data: string
  readonly sizeBytes: number
}

/** Where a part comes from. */
export interface Birth {
  /** The seq of the item it was split from. */
  readonly parent: number
  /** Index of the step that made it. */
  readonly born: number
  /** Its place among its siblings, from 0. */
  readonly index: number
}

/** How one part of an item stands, in the order of the split. */
export interface ChildRow {
  readonly index: number
  readonly id: string
  readonly state: ItemState
  readonly code: string | undefined
  readonly reason: string | undefined
  readonly value: string | undefined
  readonly blob: string | undefined
}
