import { memoryBlobs } from './blobs.ts'
import { connect } from './connect.ts'
import { LedgerCore } from './core.ts'
import type { Ledger } from './ledger.ts'
import { migrate } from './migrate.ts'
import type { AnswerOf, LedgerOp } from './ops.ts'
import { Store } from './store.ts'
import { readyItems } from './window.ts'

/** A ledger that ends with the process, in the calling thread: for tests, and for batches that leave nothing behind. */
export function memoryLedger(): Ledger {
  const db = connect(':memory:', { durability: 'fast' })
  migrate(new Store(db), ':memory:')
  const core = new LedgerCore(db, { file: ':memory:', blobs: memoryBlobs() })
  return {
    async commit<const Ops extends readonly LedgerOp[]>(ops: Ops) {
      const [result] = core.commit([ops])
      if (result?.kind !== 'done') throw result?.error
      // One answer per op, in their order: what the core promises and a mapped tuple type cannot see.
      return result.answers as { [K in keyof Ops]: AnswerOf<Ops[K]> }
    },
    window: async (ask) => readyItems(core.window(ask)),
    read: async (query) => core.read(query),
    close: async () => core.close(),
  }
}
