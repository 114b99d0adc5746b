import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('gc keeps the newest batches and says what it removed', async (t) => {
  const { folder } = await doneBatch(t)
  assert.match((await command(folder, 'gc')).stdout, /p\.db: 0 batches, 0 rows and 0 blobs removed\n$/)
})

test('gc that keeps no batches and no days drops the items of every batch that has ended', async (t) => {
  const { folder } = await doneBatch(t)
  const { code, stdout } = await command(folder, 'gc', '--days', '0', '--keep', '0')
  assert.match(stdout, /p\.db: 1 batch, [1-9]\d* rows and \d+ blobs? removed\n$/)
  assert.equal(code, 0)
  assert.equal((await command(folder, 'items', '--json')).stdout, '')
})
