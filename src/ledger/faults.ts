/** Turns what SQLite and the file system throw into errors that say what to do. */
import { BatchError, errorCode, isMillraceError, LedgerError, type MillraceError, toError } from '../base/errors.ts'

/** Primary result codes of SQLite. */
const sqlite = { busy: 5, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26 } as const

/** The error of a transaction or query on `file`, ready to be handed to whoever asked. */
export function ledgerFault(thrown: unknown, file: string): MillraceError {
  if (isMillraceError(thrown)) return thrown
  const cause = toError(thrown)
  const primary = primaryCode(thrown)
  if (primary === sqlite.full || isFull(errorCode(thrown))) return diskFull(file, cause)
  if (isForbidden(errorCode(thrown))) return unreadable(file, cause)
  switch (primary) {
    case sqlite.corrupt:
    case sqlite.notadb:
      return corrupt(file, cause.message, cause)
    case sqlite.busy:
      return new LedgerError('LEDGER_BUSY', `Another program keeps ${file} locked.`, {
        cause,
        fix: 'Close the program that has the file open, then resume.',
      })
    case sqlite.ioerr:
    case sqlite.cantopen:
    case sqlite.readonly:
      return unreadable(file, cause)
    default:
      return new LedgerError('LEDGER_FAILED', `The ledger ${file} did not take what was to be written: ${cause.message}.`, {
        cause,
      })
  }
}

export function corrupt(file: string, found: string, cause?: Error): LedgerError {
  return new LedgerError('LEDGER_CORRUPT', `The ledger ${file} is damaged: ${found}.`, {
    ...(cause && { cause }),
    fix: `Move ${file} aside (with its -wal file) or restore it from a backup, then run again: outputs on disk are kept.`,
  })
}

/** True when the connection or the disk is at fault: no other part of the transaction could have succeeded either. */
export function isFatal(thrown: unknown): boolean {
  const primary = primaryCode(thrown)
  if (primary !== undefined) return Object.values<number>(sqlite).includes(primary)
  return !isMillraceError(thrown) && errorCode(thrown)?.startsWith('E') === true && !errorCode(thrown)?.startsWith('ERR_')
}

/** True when what the disk holds is no longer known: nothing more may be written over this connection. */
export function isBeyondRepair(thrown: unknown): boolean {
  const primary = primaryCode(thrown)
  return primary === sqlite.ioerr || primary === sqlite.corrupt || primary === sqlite.notadb
}

function unreadable(file: string, cause: Error): LedgerError {
  return new LedgerError('LEDGER_UNREADABLE', `The ledger ${file} cannot be read or written: ${cause.message}.`, {
    cause,
    fix: 'Check the disk and the permissions of the file and its folder, then resume.',
  })
}

function diskFull(file: string, cause: Error): BatchError {
  return new BatchError('DISK_FULL', `The disk that holds ${file} is full: nothing of this transaction was written.`, {
    cause,
    fix: 'Free some space, then resume the batch: it goes on where it stood.',
  })
}

function isFull(code: string | undefined): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT'
}

function isForbidden(code: string | undefined): boolean {
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
}

function primaryCode(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('errcode' in thrown)) return undefined
  return typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : undefined
}
