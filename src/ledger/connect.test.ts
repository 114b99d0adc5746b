import assert from 'node:assert/strict'
import type { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { connect, connectReading } from './connect.ts'

const pragma = (db: DatabaseSync, name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]

for (const [durability, synchronous] of [
  ['full', 2],
  ['fast', 1],
] as const)
  test(`a ${durability} connection has a write-ahead log, bounded memory, and syncs as it says`, (t) => {
    const db = connect(workspace(t).path('p.db'), { durability })
    t.after(() => db.close())
    assert.equal(pragma(db, 'journal_mode'), 'wal')
    assert.equal(pragma(db, 'synchronous'), synchronous)
    assert.equal(pragma(db, 'mmap_size'), 0)
    assert.ok(Number(pragma(db, 'cache_size')) < 0)
  })

test('a reading connection cannot write', (t) => {
  const file = workspace(t).path('p.db')
  connect(file, { durability: 'full' }).close()
  const db = connectReading(file)
  t.after(() => db.close())
  assert.throws(() => db.exec('CREATE TABLE x (a)'), /readonly/)
})
