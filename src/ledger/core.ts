/**
 * The ledger itself, synchronous, over one connection. Both ledgers are this: one on its own thread, one in memory.
 *
 * Duties: 1. groups that arrive together share one transaction, and so one fsync; 2. a group whose fence does not hold
 * is rejected alone: the rest is written again without it; 3. nothing is answered before it is committed.
 */
import type { DatabaseSync } from 'node:sqlite'
import { LedgerError, type MillraceError } from '../base/errors.ts'
import { failpoint } from '../base/failpoint.ts'
import type { Blobs } from './blobs.ts'
import { collectGarbage } from './collect-garbage.ts'
import { isBeyondRepair, isFatal, ledgerFault } from './faults.ts'
import type { WindowAsk } from './ledger.ts'
import type { AnswerOf, CollectGarbage, LedgerOp } from './ops.ts'
import type { LedgerQuery, ReplyOf } from './queries.ts'
import { select } from './select.ts'
import { Store } from './store.ts'
import { selectWindow } from './window.ts'
import { type TransactionOp, write } from './write.ts'
import { Writer } from './writer.ts'

/** The ops of one call: true together or not at all. */
export type Group = readonly LedgerOp[]

export type GroupResult =
  | { readonly kind: 'done'; readonly answers: readonly AnswerOf<LedgerOp>[] }
  | { readonly kind: 'rejected'; readonly error: MillraceError }

export class LedgerCore {
  readonly #store: Store
  readonly #writer: Writer
  readonly #file: string
  /** Why nothing can be written any more. */
  #broken: MillraceError | undefined

  constructor(db: DatabaseSync, { file, blobs }: { readonly file: string; readonly blobs: Blobs }) {
    this.#store = new Store(db)
    this.#writer = new Writer(this.#store, blobs)
    this.#file = file
  }

  /** One result per group, in their order. Never throws. */
  commit(groups: readonly Group[]): readonly GroupResult[] {
    const isLone = (group: Group) => group.some(isGarbage)
    const at = groups.findIndex(isLone)
    if (at < 0) return groups.length === 0 ? [] : this.#together(groups)
    const lone = groups.slice(at, at + 1).map((group) => this.#collect(group))
    return [...this.commit(groups.slice(0, at)), ...lone, ...this.commit(groups.slice(at + 1))]
  }

  /** The text that `readyItems` reads. */
  window(ask: WindowAsk): string {
    return this.#asking(() => selectWindow(this.#writer, ask))
  }

  read<Query extends LedgerQuery>(query: Query): ReplyOf<Query> {
    return this.#asking(() => select(this.#writer, query))
  }

  close(): void {
    this.#store.close()
  }

  #together(groups: readonly Group[]): readonly GroupResult[] {
    try {
      return this.#transaction(() => groups.map((group) => this.#write(group)))
    } catch (thrown) {
      const error = this.#fault(thrown)
      if (groups.length === 1 || isFatal(thrown)) return groups.map(() => ({ kind: 'rejected', error }))
      return this.#apart(groups)
    }
  }

  /** The slow way, taken when one of the groups cannot be written: each behind a savepoint, still one commit. */
  #apart(groups: readonly Group[]): readonly GroupResult[] {
    try {
      return this.#transaction(() => groups.map((group) => this.#writeAlone(group)))
    } catch (thrown) {
      const error = this.#fault(thrown)
      return groups.map(() => ({ kind: 'rejected', error }))
    }
  }

  #writeAlone(group: Group): GroupResult {
    this.#store.exec('SAVEPOINT alone')
    try {
      const result = this.#write(group)
      this.#writer.flush()
      this.#store.exec('RELEASE alone')
      return result
    } catch (thrown) {
      if (isFatal(thrown)) throw thrown
      this.#store.exec('ROLLBACK TO alone; RELEASE alone')
      this.#writer.rolledBack()
      return { kind: 'rejected', error: this.#fault(thrown) }
    }
  }

  #write(group: Group): GroupResult {
    // `commit` has taken the groups that collect garbage out.
    return { kind: 'done', answers: group.map((op) => write(this.#writer, op as TransactionOp)) }
  }

  #collect(group: Group): GroupResult {
    try {
      const [op] = group
      if (op === undefined || !isGarbage(op) || group.length > 1)
        throw new LedgerError('ALONE', 'Expected `collect-garbage` to be committed alone: it takes several transactions.')
      return { kind: 'done', answers: [collectGarbage(this.#writer, op, (work) => this.#transaction(work))] }
    } catch (thrown) {
      return { kind: 'rejected', error: this.#fault(thrown) }
    }
  }

  #transaction<Value>(work: () => Value): Value {
    if (this.#broken) throw this.#broken
    try {
      this.#store.exec('BEGIN IMMEDIATE')
      const value = work()
      this.#writer.flush()
      failpoint('ledger-before-commit')
      this.#store.exec('COMMIT')
      this.#writer.committed()
      failpoint('ledger-after-commit')
      return value
    } catch (thrown) {
      this.#rollBack()
      throw thrown
    }
  }

  #rollBack(): void {
    this.#writer.rolledBack()
    if (this.#store.isInTransaction) this.#store.exec('ROLLBACK')
  }

  #asking<Value>(ask: () => Value): Value {
    try {
      return ask()
    } catch (thrown) {
      throw this.#fault(thrown)
    }
  }

  #fault(thrown: unknown): MillraceError {
    const error = ledgerFault(thrown, this.#file)
    if (isBeyondRepair(thrown)) this.#broken ??= error
    return error
  }
}

function isGarbage(op: LedgerOp): op is CollectGarbage {
  return op.op === 'collect-garbage'
}
