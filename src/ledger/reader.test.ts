import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, result, settle } from '../../test/conformance/ledger-builder.ts'
import { workspace } from '../../test/support/workspace.ts'
import { LedgerError } from '../base/errors.ts'
import { readLedger } from './reader.ts'
import { openLedger } from './sqlite.ts'

const hasCode = (code: string) => (error: unknown) => error instanceof LedgerError && error.code === code

test('a reader sees what the owner has committed, while the owner goes on', async (t) => {
  const file = workspace(t).path('p.db')
  const ledger = await openLedger({ file, durability: 'full' })
  t.after(() => ledger.close())
  const batch = await batchOf(ledger, ['a', 'b'])
  const reader = readLedger(file)
  t.after(() => reader.close())
  assert.equal(reader.read({ get: 'batch', batch })?.counts.ready, 2)
  const value = JSON.stringify('v'.repeat(5_000))
  await ledger.commit([settle(batch, 1, { results: [result('a', { value })] })])
  const [kept] = reader.read({ get: 'results', itemId: 'a' })
  assert.equal(reader.read({ get: 'batch', batch })?.counts.succeeded, 1)
  assert.equal(reader.read({ get: 'blob', sha256: kept?.blob ?? '' }), value)
})

test('a damaged file is named when it is looked at', (t) => {
  const file = workspace(t, { 'p.db': 'no database at all, in spite of its name, and long enough' }).path('p.db')
  assert.throws(() => readLedger(file), hasCode('LEDGER_CORRUPT'))
})
