import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { migrate } from './migrate.ts'
import { selectChildren, selectFamily } from './select-families.ts'
import { Store } from './store.ts'

test('an item without parts has no family', () => {
  const store = new Store(new DatabaseSync(':memory:'))
  migrate(store, ':memory:')
  assert.equal(selectFamily(store, { get: 'family', batch: 1, seq: 1, born: 0 }), undefined)
  assert.deepEqual(selectChildren(store, { get: 'children', batch: 1, seq: 1, born: 0, after: -1, limit: 9 }), [])
})

test('parts are found along the index of families, without a scan', () => {
  const db = new DatabaseSync(':memory:')
  migrate(new Store(db), ':memory:')
  const sql = 'SELECT id FROM item WHERE parent = ? AND family_index > ? AND born = ? ORDER BY family_index LIMIT ?'
  const [plan] = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(1, -1, 0, 10)
  assert.equal(plan?.['detail'], 'SEARCH item USING INDEX item_parent (parent=? AND family_index>?)')
})
