/** Whether some process owns a ledger right now. Looking never takes the lock, and never waits for it. */
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { errorCode } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { ledgerPaths } from '../ledger/paths.ts'
import type { BatchRow } from '../ledger/rows.ts'

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

export interface PossiblyLive {
  readonly ledger: string
  readonly row: Pick<BatchRow, 'batch'>
  readonly read: Ledger['read']
}

const mostBatches = 1_000

/**
 * Whether a process runs this very batch. A ledger can hold several that call themselves running, when all but the last
 * were killed: the owner has the one whose session is the newest.
 */
export async function isLive({ ledger, row, read }: PossiblyLive): Promise<boolean> {
  if (!isOwned(ledger)) return false
  const batches = await read({ get: 'batches', limit: mostBatches })
  const claiming = batches.filter(({ state }) => state === 'running' || state === 'paused')
  const lives = await Promise.all(claiming.map(async ({ batch }) => ({ batch, session: await lastSession(read, batch) })))
  return lives.sort((a, b) => b.session - a.session)[0]?.batch === row.batch
}

async function lastSession(read: Ledger['read'], batch: number): Promise<number> {
  const sessions = await read({ get: 'sessions', batch })
  return sessions.at(-1)?.session ?? 0
}

function isBusy(thrown: unknown): boolean {
  if (errorCode(thrown) !== 'ERR_SQLITE_ERROR' || typeof thrown !== 'object' || thrown === null || !('errcode' in thrown))
    return false
  const primary = Number(thrown.errcode) & 0xff
  return primary === busy || primary === locked
}
