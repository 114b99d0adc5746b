import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'
import { workspace } from '../../../../test/support/workspace.ts'

test('retry --dry-run lists what would run again', async (t) => {
  const { folder } = await doneBatch(t)
  const { code, stdout } = await command(folder, 'retry', '--dry-run')
  assert.deepEqual([code, stdout], [0, 'b  TIMEOUT: ran longer than 30s\n'])
  assert.equal((await command(folder, 'retry', '--dry-run', '--where', 'code == "OTHER"')).stdout, '')
})

test('there is nothing to resume where nothing was started', async (t) => {
  const { code, stderr } = await command(workspace(t).folder, 'resume')
  assert.equal(code, 2)
  assert.match(stderr, /^error: There is no batch below .*\n {2}fix: Start one with `millrace run`/)
})
