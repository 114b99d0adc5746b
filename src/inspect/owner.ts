/** Whether some process owns a ledger right now. Looking never takes the lock, and never waits for it. */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { errorCode } from '../base/errors.ts'
import { ledgerPaths } from '../ledger/paths.ts'

const busy = 5
const locked = 6

export function isOwned(ledgerFile: string): boolean {
  const { lock, owner } = ledgerPaths(ledgerFile)
  // Without a named owner there is nobody to ask; a dead owner's name stays, so the lock itself decides.
  if (!existsSync(owner) || !existsSync(lock)) return false
  const db = new DatabaseSync(lock, { readOnly: true, timeout: 0 })
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return false
  } catch (thrown) {
    if (isBusy(thrown)) return true
    throw thrown
  } finally {
    db.close()
  }
}

function isBusy(thrown: unknown): boolean {
  if (errorCode(thrown) !== 'ERR_SQLITE_ERROR' || typeof thrown !== 'object' || thrown === null || !('errcode' in thrown))
    return false
  const primary = Number(thrown.errcode) & 0xff
  return primary === busy || primary === locked
}
