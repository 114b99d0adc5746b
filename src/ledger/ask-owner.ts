import { connect } from './connect.ts'
import { existingLedger } from './existing.ts'
import { ledgerFault } from './faults.ts'
import type { AskControl } from './note-ops.ts'
import { insertControl } from './write-notes.ts'

/**
 * Leaves a request for the owner of a live ledger, from another process. Returns its number: the owner answers in that
 * row, which the query `controls` shows. Throws LedgerError.
 */
export function askOwner(file: string, request: Omit<AskControl, 'op'>): number {
  const store = existingLedger(file, () => connect(file, { durability: 'full' }))
  try {
    return insertControl(store, request)
  } catch (thrown) {
    throw ledgerFault(thrown, file)
  } finally {
    store.close()
  }
}
