import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('events are numbered, and can be asked for from a number on', async (t) => {
  const { folder } = await doneBatch(t)
  const lines = (await command(folder, 'events', '--json', '--after', '1')).stdout.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).seq),
    [2, 3],
  )
  assert.match(
    (await command(folder, 'events')).stdout,
    /^1 {2}1970-01-01T00:00:00\.021Z {2}batch:attempt {2}\{"item":\{"id":"a"\}/,
  )
})
