import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('status draws where the batch stands, status --json is one value', async (t) => {
  const { folder } = await doneBatch(t)
  const drawn = await command(folder, 'status')
  assert.match(drawn.stdout, /^millrace p · first · COMPLETED/)
  assert.match(drawn.stdout, /✗ 1× TIMEOUT/)
  const { batch_id, state, total, succeeded, failed, review } = JSON.parse((await command(folder, 'status', '--json')).stdout)
  assert.deepEqual([batch_id, state, total, succeeded, failed, review], ['first', 'completed', 3, 1, 1, 1])
})

test('status --follow of a batch at rest ends at once', async (t) => {
  const { folder } = await doneBatch(t)
  assert.match((await command(folder, 'status', 'fi', '--follow')).stdout, /^p 3\/3 100% ok=1 failed=1 .* completed\n$/)
})
