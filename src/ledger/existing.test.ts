import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { LedgerError } from '../base/errors.ts'
import { connectReading } from './connect.ts'
import { existingLedger } from './existing.ts'

const hasCode = (code: string) => (error: unknown) => error instanceof LedgerError && error.code === code

test('where there is no ledger, none is made', (t) => {
  const room = workspace(t, { 'empty.db': '' })
  for (const file of [room.path('none.db'), room.path('empty.db')])
    assert.throws(() => existingLedger(file, () => connectReading(file)), hasCode('NO_LEDGER'))
  assert.deepEqual(room.list(), ['empty.db'])
})

test('a ledger from a newer Millrace is not looked into', (t) => {
  const file = workspace(t).path('p.db')
  const db = new DatabaseSync(file)
  db.exec('PRAGMA user_version = 999')
  db.close()
  assert.throws(() => existingLedger(file, () => connectReading(file)), hasCode('LEDGER_NEWER'))
})
