import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { LedgerError } from '../base/errors.ts'
import { ledgerFault } from './faults.ts'
import { checkVersion } from './migrate.ts'
import { Store } from './store.ts'

/** A ledger that some Millrace has written, through the given connection. Throws LedgerError: NO_LEDGER, LEDGER_NEWER, LEDGER_CORRUPT. */
export function existingLedger(file: string, connect: () => DatabaseSync): Store {
  if (!existsSync(file)) throw noLedger(file)
  try {
    const store = new Store(connect())
    if (checkVersion(store, file) > 0) return store
    store.close()
  } catch (thrown) {
    throw ledgerFault(thrown, file)
  }
  throw noLedger(file)
}

function noLedger(file: string): LedgerError {
  return new LedgerError('NO_LEDGER', `Expected a ledger at ${file}, found none.`, {
    fix: 'Run the pipeline once, or name its ledger with --ledger.',
  })
}
