/**
 * The contract of the ledger: the durable record of every item, attempt and outcome.
 *
 * Duties: 1. what `commit` resolved for is on disk; 2. the ops of one call become true together or not at all;
 * 3. ops are applied in the order of the calls, and a later `window` or `read` sees them; 4. every change of an item is
 * fenced by its `attempt`, every transaction by the batch's `epoch`.
 */
import type { AnswerOf, LedgerOp } from './ops.ts'
import type { LedgerQuery, ReplyOf } from './queries.ts'
import type { ReadyItem } from './rows.ts'

export interface Ledger {
  /** Resolves, one answer per op, when all of them are durable. Rejects with LedgerError or BatchError (disk full). */
  commit<const Ops extends readonly LedgerOp[]>(ops: Ops): Promise<{ [K in keyof Ops]: AnswerOf<Ops[K]> }>
  /** The next ready items of one lane, in order of rank, then seq. */
  window(ask: WindowAsk): Promise<readonly ReadyItem[]>
  read<Query extends LedgerQuery>(query: Query): Promise<ReplyOf<Query>>
  /** Commits what is pending, gives the owner's lock back. Safe to repeat. */
  close(): Promise<void>
}

export interface WindowAsk {
  readonly batch: number
  /** The lane: index of the step that the item is at. */
  readonly step: number
  /** Only what comes behind this item. */
  readonly after?: { readonly rank: number; readonly seq: number }
  readonly limit: number
}
