import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { schema1 } from './schema-1.ts'
import { schema2 } from './schema-2.ts'
import { readyItems, windowText } from './window.ts'

test('a window seeks its lane in the index of ready items, and looks up inputs and results by key: nothing is scanned or sorted', () => {
  const db = new DatabaseSync(':memory:')
  db.exec(schema1)
  db.exec(schema2)
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${windowText}`).all(1, 0, 0, 0, 10)
  const steps = plan.map((row) => String(row['detail']))
  assert.ok(steps.includes('SEARCH item USING INDEX item_ready (batch=? AND step=? AND rank=? AND rowid>?)'), steps.join('\n'))
  assert.ok(steps.includes('SEARCH item USING INDEX item_ready (batch=? AND step=? AND rank>?)'), steps.join('\n'))
  assert.ok(steps.includes('SEARCH input USING INTEGER PRIMARY KEY (rowid=?)'), steps.join('\n'))
  assert.ok(steps.includes('SEARCH result USING PRIMARY KEY (item_id=?)'), steps.join('\n'))
  assert.deepEqual(
    steps.filter((step) => /TEMP B-TREE|SCAN (item|input|result)/.test(step)),
    [],
  )
})

test('what SQLite wrote is read as items, with hashes in hexadecimal and absent columns undefined', () => {
  const kept = ['1', '"read"', '"ab"', '1', '"k"', 'null', '"cd"', 'null'].join()
  const [item] = readyItems(`[[4294967299,"id",1,"{}","{}",null,5,0.0,2,1,4,[[${kept}]],"",1,[4294967297,3,8]]]`)
  assert.deepEqual(item, {
    seq: 3,
    id: 'id',
    version: 1,
    data: '{}',
    metadata: '{}',
    stamp: undefined,
    sizeBytes: 5,
    rank: 0,
    step: 2,
    tries: 1,
    attempt: 4,
    losses: 1,
    birth: { parent: 1, born: 3, index: 8 },
    results: [{ batch: 1, step: 'read', fp: 'ab', state: 'unknown', key: 'k', value: undefined, blob: 'cd', files: undefined }],
  })
})
