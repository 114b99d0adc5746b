import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('an output that is gone is named, and the exit code says so', async (t) => {
  const { folder } = await doneBatch(t)
  const { code, stdout } = await command(folder, 'verify')
  assert.equal(code, 1)
  assert.equal(
    stdout,
    `first: 1 item succeeded, 1 of them delivered files; 0 of 1 file are as they were delivered
  missing: /nowhere/a.txt
make them again with \`millrace run\`: what is as it was is reused
`,
  )
  assert.deepEqual(JSON.parse((await command(folder, 'verify', '--json')).stdout).missing, ['/nowhere/a.txt'])
})
