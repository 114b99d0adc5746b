import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { LedgerError } from '../base/errors.ts'
import { checkVersion, migrate } from './migrate.ts'
import { Store } from './store.ts'

test('a new file gets the newest version, and migrating it again changes nothing', () => {
  const store = new Store(new DatabaseSync(':memory:'))
  assert.equal(checkVersion(store, 'p.db'), 0)
  migrate(store, 'p.db')
  migrate(store, 'p.db')
  assert.equal(checkVersion(store, 'p.db'), 2)
  assert.deepEqual(store.all('SELECT * FROM batch'), [])
})

test('a version that this Millrace cannot know is named, with what to do', () => {
  const store = new Store(new DatabaseSync(':memory:'))
  store.exec('PRAGMA user_version = 42')
  assert.throws(
    () => migrate(store, 'p.db'),
    (error) => {
      assert.ok(error instanceof LedgerError)
      assert.match(
        error.message,
        /^Expected a ledger of version \d+ or older, got version 42: p\.db was written by a newer Millrace\.$/,
      )
      return error.code === 'LEDGER_NEWER'
    },
  )
})
