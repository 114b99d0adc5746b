/**
 * One owner per ledger: whoever holds an exclusive transaction on the lock file. The system gives it back when the holder
 * dies, whatever it died of, and keeps it while the holder is merely stopped. The file must never be opened in any other
 * way: closing any handle to it would drop the lock of this whole process (POSIX).
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../base/clock.ts'
import { errorCode, OwnedError } from '../base/errors.ts'
import { isObject } from '../base/json.ts'
import { ledgerFault } from './faults.ts'
import type { LedgerPaths } from './paths.ts'

export interface Ownership {
  release(): void
}

export interface Waiting {
  readonly clock: Clock
  /** False: refuse at once. */
  readonly wait: boolean
  readonly signal?: AbortSignal | undefined
}

const pollMs = 200

/** Throws OwnedError while another process owns the ledger, at once or, with `wait`, when the signal aborts. */
export async function takeOwnership(paths: LedgerPaths, waiting: Waiting): Promise<Ownership> {
  const taken = tryOwnership(paths)
  if (taken !== undefined) return taken
  if (!waiting.wait || waiting.signal?.aborted) throw owned(paths)
  await waiting.clock.sleep(pollMs, waiting.signal)
  return takeOwnership(paths, waiting)
}

function tryOwnership(paths: LedgerPaths): Ownership | undefined {
  const lock = lockFile(paths)
  if (lock === undefined) return undefined
  try {
    writeOwner(paths)
  } catch (thrown) {
    lock.close()
    throw ledgerFault(thrown, paths.file)
  }
  return {
    release() {
      if (!lock.isOpen) return
      rmSync(paths.owner, { force: true })
      lock.close()
    },
  }
}

function lockFile({ lock, file }: LedgerPaths): DatabaseSync | undefined {
  const db = openLock(lock, file)
  try {
    db.exec('BEGIN EXCLUSIVE')
    return db
  } catch (thrown) {
    db.close()
    const fault = ledgerFault(thrown, lock)
    if (fault.code === 'LEDGER_BUSY') return undefined
    throw fault
  }
}

function openLock(lock: string, file: string): DatabaseSync {
  try {
    return new DatabaseSync(lock, { timeout: 0 })
  } catch (thrown) {
    throw ledgerFault(thrown, file)
  }
}

function writeOwner({ owner }: LedgerPaths): void {
  const temporary = `${owner}.${process.pid}.part`
  writeFileSync(temporary, JSON.stringify({ pid: process.pid, host: hostname() }))
  renameSync(temporary, owner)
}

function owned(paths: LedgerPaths): OwnedError {
  const { pid, host } = readOwner(paths)
  const who = pid === 0 ? 'Another process' : `Process ${pid}${host === hostname() ? '' : ` on ${host}`}`
  return new OwnedError(pid, `${who} owns the ledger ${paths.file}.`, {
    fix: 'Wait for it with --wait, or follow it with `millrace status`.',
  })
}

/** pid 0: the owner has the lock but has not said yet who it is. */
function readOwner({ owner }: LedgerPaths): { readonly pid: number; readonly host: string } {
  const said = parsed(owner)
  const isKnown = isObject(said) && typeof said['pid'] === 'number' && typeof said['host'] === 'string'
  // Both were just checked; the compiler does not follow checks of an index signature through a variable.
  return isKnown ? (said as { pid: number; host: string }) : { pid: 0, host: hostname() }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}
