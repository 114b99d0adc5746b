import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { fillLedger, ledgerFolder } from '../../test/support/inspected.ts'
import { workspace } from '../../test/support/workspace.ts'
import { findBatch, findBatches } from './find-batch.ts'

const twoBatches = async (t: Parameters<typeof ledgerFolder>[0]) => {
  const room = await ledgerFolder(t, (ledger) => batchOf(ledger, ['a'], { name: '20260131-aaaa', created: 1 }), 'one')
  await fillLedger(room.path('.millrace', 'two.db'), (ledger) => batchOf(ledger, ['a'], { name: '20260131-abcd', created: 2 }))
  return room.folder
}

test('the latest batch over all ledgers of the folder is meant by default', async (t) => {
  const folder = await twoBatches(t)
  assert.equal(findBatch({ folder }).row.name, '20260131-abcd')
  assert.deepEqual(
    findBatches({ folder }).map(({ row }) => row.name),
    ['20260131-abcd', '20260131-aaaa'],
  )
})

test('a prefix that begins one id is enough', async (t) => {
  const folder = await twoBatches(t)
  assert.equal(findBatch({ folder, batch: '20260131-aa' }).row.name, '20260131-aaaa')
})

test('a prefix that begins several is refused with the candidates', async (t) => {
  const folder = await twoBatches(t)
  assert.throws(() => findBatch({ folder, batch: '2026' }), {
    message: 'Expected "2026" to begin one batch id, it begins 2: 20260131-abcd, 20260131-aaaa.',
  })
})

test('an unknown id is refused with a spelling', async (t) => {
  const folder = await twoBatches(t)
  assert.throws(() => findBatch({ folder, batch: '20260131-abdc' }), /Did you mean "20260131-abcd"\?/)
})

test('a ledger that is named is the only one looked at', async (t) => {
  const folder = await twoBatches(t)
  assert.equal(findBatch({ folder, ledger: '.millrace/one.db' }).row.name, '20260131-aaaa')
  assert.throws(() => findBatch({ folder, ledger: 'none.db' }), /Expected a ledger at .*none\.db, found none/)
})

test('a folder without batches says where to look', (t) => {
  const { folder } = workspace(t)
  assert.throws(() => findBatch({ folder }), {
    code: 'NO_BATCH',
    message: `Expected a batch below ${folder}/.millrace, found none.`,
  })
})
