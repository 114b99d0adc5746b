import { FolderBlobs } from './blobs.ts'
import { connectReading } from './connect.ts'
import { existingLedger } from './existing.ts'
import { ledgerFault } from './faults.ts'
import { lookFromToday } from './migrate.ts'
import { ledgerPaths } from './paths.ts'
import type { LedgerQuery, ReplyOf } from './queries.ts'
import { select } from './select.ts'

/** A look at a ledger from any process, while its owner goes on writing. */
export interface LedgerReader {
  /** Throws LedgerError LEDGER_CORRUPT. */
  read<Query extends LedgerQuery>(query: Query): ReplyOf<Query>
  /** Safe to repeat. */
  close(): void
}

/** Throws LedgerError: NO_LEDGER, LEDGER_NEWER, LEDGER_CORRUPT. */
export function readLedger(file: string): LedgerReader {
  const store = existingLedger(file, () => connectReading(file))
  lookFromToday(store, file)
  const reading = { store, blobs: new FolderBlobs(ledgerPaths(file).blobs) }
  return {
    read(query) {
      try {
        return select(reading, query)
      } catch (thrown) {
        throw ledgerFault(thrown, file)
      }
    },
    close: () => store.close(),
  }
}
