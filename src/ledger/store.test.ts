import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { Store } from './store.ts'

function storeOfOne(): Store {
  const store = new Store(new DatabaseSync(':memory:'))
  store.exec('CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE)')
  return store
}

test('writing says how many rows changed, or which one is new', () => {
  const store = storeOfOne()
  assert.equal(store.insert('INSERT INTO word (text) VALUES (?)', 'a'), 1)
  assert.equal(store.insert('INSERT INTO word (text) VALUES (?)', 'b'), 2)
  assert.equal(store.run('UPDATE word SET text = text || ?', '!'), 2)
  assert.equal(store.get('SELECT text FROM word WHERE id = ?', 9), undefined)
  assert.deepEqual(
    store.all<{ text: string }>('SELECT text FROM word ORDER BY id').map(({ text }) => text),
    ['a!', 'b!'],
  )
})

test('it knows whether a transaction is open, and closing it again is harmless', () => {
  const store = storeOfOne()
  store.exec('BEGIN')
  assert.equal(store.isInTransaction, true)
  store.exec('ROLLBACK')
  assert.equal(store.isInTransaction, false)
  store.close()
  store.close()
})
