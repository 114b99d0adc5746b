import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('errors are grouped, with the advice, the items and the next command', async (t) => {
  const { folder } = await doneBatch(t)
  assert.equal(
    (await command(folder, 'errors')).stdout,
    `✗ 1 item: TIMEOUT at read
    ran longer than 30s
    fix: Raise timeout.
    – b
run them again with \`millrace retry first\`
`,
  )
  assert.equal(JSON.parse((await command(folder, 'errors', '--json')).stdout)[0].count, 1)
})
