/** What every ledger must do, whatever keeps it. A new ledger is one more call of `testLedger`. */
import type { TestContext } from 'node:test'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { testLedgerBatches } from './ledger-batches.ts'
import { testLedgerClaims } from './ledger-claims.ts'
import { testLedgerFamilies } from './ledger-families.ts'
import { testLedgerIngest } from './ledger-ingest.ts'
import { testLedgerNotes } from './ledger-notes.ts'
import { testLedgerOrder } from './ledger-order.ts'
import { testLedgerQueries } from './ledger-queries.ts'
import { testLedgerWalks } from './ledger-walks.ts'

/** Opens an empty ledger that is closed, and gone, when the test has ended. */
export type OpenEmpty = (t: TestContext) => Promise<Ledger>

export function testLedger(name: string, open: OpenEmpty): void {
  testLedgerIngest(name, open)
  testLedgerWalks(name, open)
  testLedgerBatches(name, open)
  testLedgerFamilies(name, open)
  testLedgerOrder(name, open)
  testLedgerClaims(name, open)
  testLedgerQueries(name, open)
  testLedgerNotes(name, open)
}
