/** One part of an item that was split: what becomes a child. */
import type { Json } from '../base/json.ts'

export interface Part {
  /** What stands behind `parent/` in the child's id. */
  readonly id: string
  readonly data: Json
}

/** What became of the parts of an item, as a merge sees it. */
export interface FamilyEnd {
  /** Of the parts that succeeded, in the order of the split. */
  readonly results: readonly Json[]
  readonly total: number
  readonly succeeded: number
  readonly skipped: number
  /** Failed, cancelled, or waiting for a person. */
  readonly failed: number
  /** The first failures, as sentences that name the part. */
  readonly failures: readonly string[]
}
