import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'
import { workspace } from '../../../../test/support/workspace.ts'

test('list shows every batch of the folder', async (t) => {
  const { folder } = await doneBatch(t)
  const { stdout } = await command(folder, 'list')
  assert.equal(
    stdout,
    'batch  pipeline  state      items  ok  failed  started (UTC)\nfirst  p         completed      3   1       1  1970-01-01 00:00:00\n',
  )
  assert.equal(JSON.parse((await command(folder, 'list', '--json')).stdout)[0].batch_id, 'first')
})

test('a folder without batches says how to start one', async (t) => {
  assert.equal((await command(workspace(t).folder, 'list')).stdout, 'no batch here yet: start one with `millrace run`\n')
})
