import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { errorCode } from '../base/errors.ts'

/** The files of one ledger: `<pipeline>.db` and its neighbours of the same name. */
export interface LedgerPaths {
  readonly file: string
  /** Held locked by the owner for as long as it lives. */
  readonly lock: string
  /** Who that is, as JSON: readable while the lock is held. */
  readonly owner: string
  readonly blobs: string
}

export function ledgerPaths(file: string): LedgerPaths {
  const stem = file.replace(/\.db$/, '')
  return { file, lock: `${stem}.lock`, owner: `${stem}.owner`, blobs: `${stem}.blobs` }
}

/** The ledger files in a folder, by name; none where there is no such folder. */
export function findLedgers(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.db'))
    return names.sort().map((name) => join(folder, name))
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return []
    throw error
  }
}
