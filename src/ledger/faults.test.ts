import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchError, LedgerError } from '../base/errors.ts'
import { isBeyondRepair, isFatal, ledgerFault } from './faults.ts'

const sqliteError = (errcode: number) => Object.assign(new Error('from SQLite'), { code: 'ERR_SQLITE_ERROR', errcode })
const systemError = (code: string) => Object.assign(new Error('from the system'), { code })

test('a full disk stops the batch, whoever noticed it', () => {
  for (const thrown of [sqliteError(13), systemError('ENOSPC'), systemError('EDQUOT')]) {
    const fault = ledgerFault(thrown, 'p.db')
    assert.ok(fault instanceof BatchError && isFatal(thrown) && !isBeyondRepair(thrown))
    assert.equal(fault.code, 'DISK_FULL')
  }
})

test('damage and failed writes end the writing; extended codes count as their primary one', () => {
  assert.equal(ledgerFault(sqliteError(11), 'p.db').code, 'LEDGER_CORRUPT')
  assert.equal(ledgerFault(sqliteError(26), 'p.db').code, 'LEDGER_CORRUPT')
  assert.equal(ledgerFault(sqliteError(10 | (4 << 8)), 'p.db').code, 'LEDGER_UNREADABLE')
  for (const code of ['EACCES', 'EPERM', 'EROFS']) assert.equal(ledgerFault(systemError(code), 'p.db').code, 'LEDGER_UNREADABLE')
  for (const code of [10, 11, 26, 10 | (4 << 8)]) assert.ok(isBeyondRepair(sqliteError(code)))
})

test('a lock that another program holds, and a refused row, leave the ledger usable', () => {
  assert.equal(ledgerFault(sqliteError(5), 'p.db').code, 'LEDGER_BUSY')
  assert.equal(ledgerFault(sqliteError(19), 'p.db').code, 'LEDGER_FAILED')
  assert.equal(isFatal(sqliteError(19)), false)
  assert.equal(isBeyondRepair(sqliteError(5)), false)
})

test('an error of our own passes as it is', () => {
  const stale = new LedgerError('STALE', 'too late')
  assert.equal(ledgerFault(stale, 'p.db'), stale)
  assert.equal(isFatal(stale), false)
})
