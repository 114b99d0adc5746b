/** The contract of a fold: how many outputs become one value, one after the other. */
import type { Json } from '../../base/json.ts'
import type { BatchOutput } from '../../pipeline/outcome.ts'

export interface Fold {
  /** A new accumulator, of the fold's own kind. */
  initial(): unknown
  /** The accumulator with one more output in it: the same one, changed, or another. */
  add(accumulator: unknown, output: BatchOutput): unknown
  /** What it has come to. Throws PermanentError when that is no JSON. */
  finish(accumulator: unknown): Json | Promise<Json>
}
