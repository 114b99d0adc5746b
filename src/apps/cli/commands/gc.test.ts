import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('gc keeps the newest batches and says what it removed', async (t) => {
  const { folder } = await doneBatch(t)
  assert.match((await command(folder, 'gc')).stdout, /p\.db: 0 batches, 0 rows and 0 blobs removed\n$/)
})
