import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newItem, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'
import { BatchError, LedgerError } from '../base/errors.ts'
import type { Group, GroupResult } from './core.ts'

const codes = (results: readonly GroupResult[]) => results.map((result) => (result.kind === 'done' ? 'done' : result.error.code))

test('a group that comes too late is rejected alone, wherever it stands among the others', () => {
  const { core } = coreOf(['a', 'b', 'c'])
  const groups: Group[] = [[settle(1, 1)], [settle(1, 1)], [settle(1, 2)], [settle(1, 9)], [settle(1, 3)]]
  assert.deepEqual(codes(core.commit(groups)), ['done', 'STALE', 'done', 'STALE', 'done'])
  assert.equal(core.read({ get: 'batch', batch: 1 })?.counts.succeeded, 3)
})

test('garbage is collected between its neighbours, never together with another op', () => {
  const { core } = coreOf(['a', 'b', 'c'])
  const collect = { op: 'collect-garbage', keepBatches: 9, olderThan: 0, forget: false } as const
  assert.deepEqual(codes(core.commit([[settle(1, 1)], [collect], [settle(1, 2)], [collect, settle(1, 3)]])), [
    'done',
    'done',
    'done',
    'ALONE',
  ])
})

test('on a full disk nothing is acknowledged, and the ledger goes on when there is room again', () => {
  const { core, db } = coreOf(['a', 'b', 'c'])
  const { page_count: pages } = db.prepare('PRAGMA page_count').get() ?? {}
  db.exec(`PRAGMA max_page_count = ${pages}`)
  const long = Array.from({ length: 500 }, (_, at) => newItem(`long ${at}`, { data: 'x'.repeat(4_000) }))
  const ingest = { op: 'ingest', batch: 1, items: long, position: 503, done: true, at: 1 } as const
  const [settled, ingested] = core.commit([[settle(1, 1)], [ingest]])
  assert.ok(settled?.kind === 'rejected' && settled.error instanceof BatchError)
  assert.deepEqual(codes([settled, ...(ingested ? [ingested] : [])]), ['DISK_FULL', 'DISK_FULL'])
  assert.equal(core.read({ get: 'batch', batch: 1 })?.counts.ready, 3)
  db.exec('PRAGMA max_page_count = 1000000')
  assert.deepEqual(codes(core.commit([[settle(1, 1)], [ingest]])), ['done', 'done'])
  assert.equal(core.read({ get: 'batch', batch: 1 })?.total, 503)
})

test('a question that the file cannot answer is a ledger error', () => {
  const { core, db } = coreOf(['a', 'b', 'c'])
  db.exec('DROP TABLE stamp')
  assert.throws(
    () => core.read({ get: 'stamp', path: '/a' }),
    (error) => error instanceof LedgerError && /p\.db/.test(error.message),
  )
})
