import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newBatch, session } from '../../test/conformance/ledger-builder.ts'
import { fillLedger } from '../../test/support/inspected.ts'
import { workspace } from '../../test/support/workspace.ts'
import { findBatch, listBatches } from './find-batch.ts'

async function folderWith(t: Parameters<typeof workspace>[0], batches: Readonly<Record<string, number>>): Promise<string> {
  const room = workspace(t)
  for (const [index, [name, created]] of Object.entries(batches).entries())
    await fillLedger(room.path('.millrace', `p${index % 2}.db`), (ledger) =>
      ledger.commit([{ op: 'open-batch', batch: newBatch({ name, created }), session }]),
    )
  return room.folder
}

test('batches of all ledgers are listed, newest first, and the newest is meant where none is named', async (t) => {
  const folder = await folderWith(t, { batch_a: 10, batch_b: 30, batch_c: 20 })
  assert.deepEqual(
    listBatches({ folder }).map(({ row }) => row.name),
    ['batch_b', 'batch_c', 'batch_a'],
  )
  assert.equal(findBatch({ folder }).row.name, 'batch_b')
  assert.deepEqual(
    listBatches({ folder, ledger: '.millrace/p1.db' }).map(({ row }) => row.name),
    ['batch_b'],
  )
})

test('the first or the last letters name a batch while they fit only one', async (t) => {
  const folder = await folderWith(t, { batch_20_aaaa: 1, batch_21_bbbb: 2, batch_2: 3 })
  assert.equal(findBatch({ folder, batch: 'batch_20' }).row.name, 'batch_20_aaaa')
  assert.equal(findBatch({ folder, batch: 'bbbb' }).row.name, 'batch_21_bbbb')
  assert.equal(findBatch({ folder, batch: 'batch_2' }).row.name, 'batch_2')
  assert.throws(() => findBatch({ folder, batch: 'batch' }), {
    code: 'NO_BATCH',
    message: /^"batch" fits 3 batches: batch_2, batch_21_bbbb, batch_20_aaaa$/,
  })
})

test('a name that nobody has is answered with the nearest', async (t) => {
  const folder = await folderWith(t, { batch_20_aaaa: 1 })
  assert.throws(() => findBatch({ folder, batch: 'batch_20_aaab' }), {
    message: 'There is no batch "batch_20_aaab". Did you mean "batch_20_aaaa"? There are batch_20_aaaa',
  })
})

test('a folder without batches says so', (t) => {
  assert.throws(() => findBatch({ folder: workspace(t).folder }), { code: 'NO_BATCH', message: /^There is no batch below / })
})
