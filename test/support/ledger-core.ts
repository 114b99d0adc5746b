/** A ledger's parts over memory, for tests that look below its contract. */
import { DatabaseSync } from 'node:sqlite'
import { type Blobs, memoryBlobs } from '../../src/ledger/blobs.ts'
import { LedgerCore } from '../../src/ledger/core.ts'
import { migrate } from '../../src/ledger/migrate.ts'
import type { AnswerOf, LedgerOp } from '../../src/ledger/ops.ts'
import { Store } from '../../src/ledger/store.ts'
import { Writer } from '../../src/ledger/writer.ts'
import { newBatch, newItem, session } from '../conformance/ledger-builder.ts'

export interface CoreParts {
  readonly core: LedgerCore
  readonly db: DatabaseSync
  /** On the same connection as the core. */
  readonly store: Store
  readonly writer: Writer
  readonly blobs: Blobs
  /** Commits one op and returns its answer; throws when it is rejected. */
  write<Op extends LedgerOp>(op: Op): AnswerOf<Op>
}

/** Batch 1 with an item per id, from seq 1 on. */
export function coreOf(ids: readonly string[]): CoreParts {
  const db = new DatabaseSync(':memory:')
  const blobs = memoryBlobs()
  const store = new Store(db)
  migrate(store, 'p.db')
  const core = new LedgerCore(db, { file: 'p.db', blobs })
  const write = <Op extends LedgerOp>(op: Op) => {
    const [result] = core.commit([[op]])
    if (result?.kind !== 'done') throw result?.error
    // The core answers each op by the verb of its name.
    return result.answers[0] as AnswerOf<Op>
  }
  write({ op: 'open-batch', batch: newBatch(), session })
  write({ op: 'ingest', batch: 1, items: ids.map((id) => newItem(id)), position: ids.length, done: true, at: 1 })
  return { core, db, store, blobs, writer: new Writer(store, blobs), write }
}

/** The plan of every statement that the work runs, one text each. */
export function plansOf({ db, blobs }: CoreParts, work: (reading: { store: Store; blobs: Blobs }) => void): string[] {
  const texts: string[] = []
  class RecordingStore extends Store {
    override get<Row>(...call: Parameters<Store['get']>): Row | undefined {
      texts.push(call[0])
      return super.get<Row>(...call)
    }
    override all<Row>(...call: Parameters<Store['all']>): Row[] {
      texts.push(call[0])
      return super.all<Row>(...call)
    }
  }
  work({ store: new RecordingStore(db), blobs })
  const plan = (text: string) => db.prepare(`EXPLAIN QUERY PLAN ${text}`).all()
  return texts.map((text) =>
    plan(text)
      .map((row) => String(row['detail']))
      .join('\n'),
  )
}
