import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { endedIds, newItem, readyIds, session, settle } from '../../test/conformance/ledger-builder.ts'
import { makeVersion1File } from '../../test/support/version-1-file.ts'
import { workspace } from '../../test/support/workspace.ts'
import type { LedgerQuery } from './queries.ts'
import { readLedger } from './reader.ts'
import { openLedger } from './sqlite.ts'

const versionOf = (file: string): unknown => {
  const db = new DatabaseSync(file, { readOnly: true })
  const row = db.prepare('PRAGMA user_version').get()
  db.close()
  return row?.['user_version']
}

test('a file of version 1 is brought up in place, and its batch goes on where it stood', async (t) => {
  const file = workspace(t).path('p.db')
  makeVersion1File(file)
  const ledger = await openLedger({ file, durability: 'full' })
  t.after(() => ledger.close())
  assert.equal(versionOf(file), 2)
  await ledger.commit([{ op: 'adopt-batch', batch: 1, session }])
  assert.deepEqual(await readyIds(ledger, 1), ['b'])
  await ledger.commit([settle(1, 2)])
  assert.deepEqual(await endedIds(ledger, 1), ['a', 'b'])
  const [row] = await ledger.read({ get: 'batches', limit: 1 })
  assert.equal(row?.counts.succeeded, 2)
})

test('a batch of version 1 takes further items', async (t) => {
  const file = workspace(t).path('p.db')
  makeVersion1File(file)
  const ledger = await openLedger({ file, durability: 'full' })
  t.after(() => ledger.close())
  await ledger.commit([{ op: 'ingest', batch: 1, items: [newItem('c')], position: 3, done: true, at: 11 }])
  assert.deepEqual(await readyIds(ledger, 1), ['b', 'c'])
})

test('whoever only looks at a file of version 1 sees it as today, and leaves it as it is', (t) => {
  const file = workspace(t).path('p.db')
  makeVersion1File(file)
  const reader = readLedger(file)
  t.after(() => reader.close())
  const items = reader.read({ get: 'items', batch: 1, after: 0, limit: 10 })
  assert.deepEqual(
    items.map(({ id, state }) => [id, state]),
    [
      ['a', 'succeeded'],
      ['b', 'ready'],
    ],
  )
  assert.equal(versionOf(file), 1)
})

test('a look that began at version 1 goes on while the owner brings the file up', async (t) => {
  const file = workspace(t).path('p.db')
  makeVersion1File(file)
  const reader = readLedger(file)
  t.after(() => reader.close())
  assert.equal(reader.read({ get: 'batch', batch: 1 })?.counts.ready, 1)
  const ledger = await openLedger({ file, durability: 'full' })
  t.after(() => ledger.close())
  await ledger.commit([settle(1, 2)])
  assert.equal(reader.read({ get: 'batch', batch: 1 })?.counts.succeeded, 2)
})

test('every question that can be asked of today’s file can be asked of one of version 1', (t) => {
  const file = workspace(t).path('p.db')
  makeVersion1File(file)
  const reader = readLedger(file)
  t.after(() => reader.close())
  const one = { batch: 1, seq: 1, born: 0, after: 0, limit: 9 }
  const questions: Readonly<Record<LedgerQuery['get'], () => unknown>> = {
    batches: () => reader.read({ get: 'batches', ...one }),
    batch: () => reader.read({ get: 'batch', ...one }),
    steps: () => reader.read({ get: 'steps', ...one }),
    items: () => reader.read({ get: 'items', ...one }),
    ended: () => reader.read({ get: 'ended', ...one }),
    outputs: () => reader.read({ get: 'outputs', batch: 1, after: 0, limit: 9 }),
    family: () => reader.read({ get: 'family', ...one }),
    'family-names': () => reader.read({ get: 'family-names', ...one }),
    children: () => reader.read({ get: 'children', ...one }),
    dependencies: () => reader.read({ get: 'dependencies', ...one }),
    taken: () => reader.read({ get: 'taken', ...one }),
    attempts: () => reader.read({ get: 'attempts', ...one }),
    results: () => reader.read({ get: 'results', itemId: 'a' }),
    blob: () => reader.read({ get: 'blob', sha256: 'f'.repeat(64) }),
    claim: () => reader.read({ get: 'claim', pathKey: 'x' }),
    claims: () => reader.read({ get: 'claims', batch: 1, after: '', limit: 9 }),
    stamp: () => reader.read({ get: 'stamp', path: 'x' }),
    sessions: () => reader.read({ get: 'sessions', ...one }),
    events: () => reader.read({ get: 'events', ...one }),
    controls: () => reader.read({ get: 'controls', ...one }),
    projection: () => reader.read({ get: 'projection', batch: 1, sink: 'x' }),
    failures: () => reader.read({ get: 'failures', ...one }),
    parked: () => reader.read({ get: 'parked', ...one }),
    limit: () => reader.read({ get: 'limit', name: 'x' }),
    inner: () => reader.read({ get: 'inner', ...one }),
    successes: () => reader.read({ get: 'successes', ...one }),
    changes: () => reader.read({ get: 'changes', ...one }),
  }
  for (const [name, ask] of Object.entries(questions)) assert.doesNotThrow(ask, name)
})
