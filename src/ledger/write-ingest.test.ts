import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newItem } from '../../test/conformance/ledger-builder.ts'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { ingest } from './write-ingest.ts'
import { Writer } from './writer.ts'

test('a thousand equal rows get a thousand names, each found in a few looks', () => {
  const ledger = coreOf([])
  const items = Array.from({ length: 1_000 }, () => newItem('y', { idIsHash: true }))
  const looks = plansOf(ledger, ({ store, blobs }) => {
    const writer = new Writer(store, blobs)
    assert.deepEqual(ingest(writer, { op: 'ingest', batch: 1, items, position: 1_000, done: true, at: 1 }), {
      inserted: 1_000,
      duplicates: 0,
      failed: [],
      skipped: [],
    })
    writer.flush()
  })
  assert.ok(looks.length < 1_000 * 25, `${looks.length} looks`)
  const ids = ledger.core.read({ get: 'items', batch: 1, after: 0, limit: 2_000 }).map(({ id }) => id)
  assert.deepEqual([new Set(ids).size, ids[0], ids[999]], [1_000, 'y', 'y~1000'])
})

test('a broken entry whose id is taken too is kept under a name of its own, with its own reason', () => {
  const { core, write } = coreOf(['a'])
  const broken = { code: 'BAD_ROW', message: 'no JSON' }
  write({ op: 'ingest', batch: 1, items: [newItem('a', { broken })], position: 2, done: true, at: 1 })
  const [failed] = core.read({ get: 'items', batch: 1, states: ['failed'], after: 0, limit: 9 })
  assert.deepEqual([failed?.id, failed?.code, failed?.reason], ['a~2', 'BAD_ROW', 'no JSON'])
})

test('what failed at once is answered under the id that it got', () => {
  const ledger = coreOf(['a'])
  const broken = { code: 'BAD_ROW', message: 'no JSON' }
  const items = [newItem('a'), newItem('b', { broken }), newItem('a', { broken }), newItem('c')]
  plansOf(ledger, ({ store, blobs }) => {
    const writer = new Writer(store, blobs)
    const { inserted, duplicates, failed } = ingest(writer, { op: 'ingest', batch: 1, items, position: 5, done: true, at: 1 })
    writer.flush()
    assert.deepEqual([inserted, duplicates], [4, 1])
    assert.deepEqual(
      failed.map(({ id, code }) => [id, code]),
      [
        ['a~2', 'DUPLICATE_ID'],
        ['b', 'BAD_ROW'],
        ['a~3', 'BAD_ROW'],
      ],
    )
  })
})
