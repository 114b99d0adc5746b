import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('the report is the summary for people and the whole of it for programs', async (t) => {
  const { folder } = await doneBatch(t)
  assert.match((await command(folder, 'report')).stdout, /^Completed: 1 of 3 items succeeded, 1 failed, 1 to be reviewed\.\n/)
  assert.equal(JSON.parse((await command(folder, 'report', '--json')).stdout).summary.total_files, 3)
})
