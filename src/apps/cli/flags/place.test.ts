import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeFace } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'
import { placeOf, withBatch } from './place.ts'

test('a batch is looked for in the folder of the command, or in the ledger that is named', () => {
  assert.deepEqual(placeOf('b1', { ledger: 'x.db' }, fakeFace('/work')), { folder: '/work', ledger: 'x.db', batch: 'b1' })
})

test('the batch is closed when the work is done, also when it fails', async (t) => {
  const { folder } = await doneBatch(t)
  const batch = await withBatch({ folder }, async (found) => found)
  await assert.rejects(batch.read({ get: 'batches', limit: 1 }))
  await assert.rejects(
    withBatch({ folder }, () => Promise.reject(new Error('no'))),
    /no/,
  )
})
