import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { fillLedger, ledgerFolder } from '../../test/support/inspected.ts'
import { workspace } from '../../test/support/workspace.ts'
import { findBatches, type InspectionPlace, openInspection } from './find-batch.ts'

const twoBatches = async (t: Parameters<typeof ledgerFolder>[0]) => {
  const room = await ledgerFolder(t, (ledger) => batchOf(ledger, ['a'], { name: '20260131-aaaa', created: 1 }), 'one')
  await fillLedger(room.path('.millrace', 'two.db'), (ledger) => batchOf(ledger, ['a'], { name: '20260131-abcd', created: 2 }))
  return room.folder
}

async function nameOf(place: InspectionPlace): Promise<string> {
  const batch = await openInspection(place)
  await batch.close()
  return batch.row.name
}

test('the latest batch over all ledgers of the folder is meant by default', async (t) => {
  const folder = await twoBatches(t)
  assert.equal(await nameOf({ folder }), '20260131-abcd')
  assert.deepEqual(
    findBatches({ folder }).map(({ row }) => row.name),
    ['20260131-abcd', '20260131-aaaa'],
  )
})

test('letters that fit one id are enough, letters that fit several are refused with the candidates', async (t) => {
  const folder = await twoBatches(t)
  assert.equal(await nameOf({ folder, batch: '20260131-aa' }), '20260131-aaaa')
  await assert.rejects(nameOf({ folder, batch: '2026' }), /20260131-abcd, 20260131-aaaa/)
})

test('an unknown id is refused with a spelling', async (t) => {
  const folder = await twoBatches(t)
  await assert.rejects(nameOf({ folder, batch: '20260131-abdc' }), /Did you mean "20260131-abcd"\?/)
})

test('a ledger that is named is the only one looked at', async (t) => {
  const folder = await twoBatches(t)
  assert.equal(await nameOf({ folder, ledger: '.millrace/one.db' }), '20260131-aaaa')
  await assert.rejects(nameOf({ folder, ledger: 'none.db' }), { code: 'NO_LEDGER' })
})

test('a folder without batches says where to look', async (t) => {
  const { folder } = workspace(t)
  await assert.rejects(nameOf({ folder }), { code: 'NO_BATCH' })
})
