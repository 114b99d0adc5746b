import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenEmpty } from './ledger.ts'
import { addItems, batchOf, counts, newBatch, newItem, readyIds, session } from './ledger-builder.ts'

export function testLedgerIngest(name: string, open: OpenEmpty): void {
  test(`${name}: entries and the place of the source are written together`, async (t) => {
    const ledger = await open(t)
    const [{ batch }] = await ledger.commit([{ op: 'open-batch', batch: newBatch(), session }])
    const items = [newItem('a'), newItem('b')]
    const [answer] = await ledger.commit([{ op: 'ingest', batch, items, position: 7, done: false, at: 11 }])
    const row = await ledger.read({ get: 'batch', batch })
    assert.deepEqual(answer, { inserted: 2, duplicates: 0, failed: [], skipped: [] })
    assert.deepEqual([row?.total, row?.sourcePosition, row?.sourceDone, row?.counts.ready], [2, 7, false, 2])
  })

  test(`${name}: equal hashed ids are told apart in the order they came`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [])
    await addItems(
      ledger,
      batch,
      ['x', 'x', 'y', 'x', 'x'].map((id) => newItem(id, { idIsHash: true })),
    )
    await addItems(ledger, batch, [newItem('x', { idIsHash: true })])
    assert.deepEqual(await readyIds(ledger, batch), ['x', 'x~2', 'y', 'x~3', 'x~4', 'x~5'])
  })

  test(`${name}: a second item with an id that a person gave is failed, and still counted`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'a'])
    const [failed] = await ledger.read({ get: 'items', batch, states: ['failed'], after: 0, limit: 9 })
    assert.deepEqual(await counts(ledger, batch), { ready: 2, failed: 1 })
    assert.deepEqual([failed?.seq, failed?.code, failed?.step], [3, 'DUPLICATE_ID', -1])
    assert.match(failed?.reason ?? '', /Expected every id once, got "a" again/)
  })

  test(`${name}: a broken entry is failed from the start, shows up as ended, and is never reopened`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [])
    await addItems(ledger, batch, [newItem('row 3', { broken: { code: 'BAD_ROW', message: 'Row 3 is no JSON.' } }), newItem('b')])
    const [end] = await ledger.read({ get: 'ended', batch, after: 0, limit: 9 })
    const [attempt] = await ledger.read({ get: 'attempts', batch, seq: 1, after: 0, limit: 9 })
    const [{ reopened }] = await ledger.commit([{ op: 'reopen', batch, states: ['failed'] }])
    assert.deepEqual([end?.id, end?.code, attempt?.step, attempt?.outcome], ['row 3', 'BAD_ROW', -1, 'failed'])
    assert.equal(reopened, 0)
    assert.deepEqual(await counts(ledger, batch), { failed: 1, ready: 1 })
  })

  test(`${name}: long data comes back whole, from the window and from the items`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [])
    const data = JSON.stringify('ä€'.repeat(50_000))
    await addItems(ledger, batch, [newItem('long', { data })])
    const [ready] = await ledger.window({ batch, step: 0, limit: 1 })
    const [item] = await ledger.read({ get: 'items', batch, after: 0, limit: 1 })
    assert.equal(ready?.data, data)
    assert.equal(item?.data, data)
  })

  test(`${name}: a batch ordered as a whole shows nothing before its source has ended`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [], { startsAfterIngest: true })
    await addItems(ledger, batch, [newItem('large', { rank: 9 }), newItem('small', { rank: 2 })], false)
    assert.deepEqual(await readyIds(ledger, batch), [])
    await addItems(ledger, batch, [newItem('medium', { rank: 2 })], true)
    assert.deepEqual(await readyIds(ledger, batch), ['small', 'medium', 'large'])
  })
}
