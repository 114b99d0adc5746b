import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('explain says for each step why it ran', async (t) => {
  const { folder } = await doneBatch(t)
  assert.equal(
    (await command(folder, 'explain', 'a')).stdout,
    `a succeeded in batch first
  read: ran. There was no kept result of an earlier batch.
  write: not reached. The item ended or waits before this step.
`,
  )
  assert.equal(JSON.parse((await command(folder, 'explain', 'b', '--json')).stdout).state, 'failed')
})

test('an item that is not there is refused', async (t) => {
  const { folder } = await doneBatch(t)
  assert.equal((await command(folder, 'explain', 'z')).code, 2)
})
