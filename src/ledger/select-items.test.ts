import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newItem } from '../../test/conformance/ledger-builder.ts'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { selectItems } from './select-items.ts'

test('pages seek their place: all items by key, failed ones by their index, named ones by their id', () => {
  const ledger = coreOf(['a'])
  const ask = { get: 'items', batch: 1, after: 0, limit: 9 } as const
  const planOf = (more: object) => plansOf(ledger, (reading) => selectItems(reading, { ...ask, ...more })).join('\n')
  assert.match(planOf({}), /SEARCH item USING INTEGER PRIMARY KEY/)
  assert.match(planOf({ states: ['failed'] }), /SEARCH item USING INDEX item_ended \(batch=\? AND state=\?/)
  assert.match(planOf({ states: ['running'] }), /SEARCH item USING INDEX item_running/)
  assert.match(planOf({ ids: ['a'] }), /SEARCH item USING INDEX item_id \(batch=\? AND id=\?/)
  for (const more of [{}, { states: ['failed', 'running', 'succeeded'] }, { ids: ['a'] }])
    assert.doesNotMatch(planOf(more), /TEMP B-TREE|SCAN/)
})

test('data whose blob is gone is a clear error, not an empty item', () => {
  const { core, blobs, write } = coreOf([])
  write({ op: 'ingest', batch: 1, items: [newItem('long', { data: 'x'.repeat(70_000) })], position: 1, done: true, at: 1 })
  blobs.sweep(() => false)
  assert.throws(
    () => core.read({ get: 'items', batch: 1, after: 0, limit: 1 }),
    /The data of item 1 is gone from the blob folder/,
  )
  assert.throws(() => core.window({ batch: 1, step: 0, limit: 1 }), /The data of item 1 is gone/)
})
