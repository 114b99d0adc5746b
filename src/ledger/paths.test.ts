import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { findLedgers, ledgerPaths } from './paths.ts'

test('the neighbours of a ledger carry its name', () => {
  assert.deepEqual(ledgerPaths('/w/.millrace/photos.db'), {
    file: '/w/.millrace/photos.db',
    lock: '/w/.millrace/photos.lock',
    owner: '/w/.millrace/photos.owner',
    blobs: '/w/.millrace/photos.blobs',
  })
})

test('ledgers are found by name, in order, and none where there is no folder', (t) => {
  const room = workspace(t, { 'b.db': '', 'a.db': '', 'a.db-wal': '', 'a.lock': '' })
  assert.deepEqual(findLedgers(room.folder), [room.path('a.db'), room.path('b.db')])
  assert.deepEqual(findLedgers(room.path('none')), [])
})
