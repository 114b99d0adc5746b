import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('items are a table for people and one JSON object per line for programs', async (t) => {
  const { folder } = await doneBatch(t)
  assert.equal(
    (await command(folder, 'items', '--state', 'failed')).stdout,
    'item  state   tries  step  why\nb     failed      1  read  TIMEOUT: ran longer than 30s\n',
  )
  const lines = (await command(folder, 'items', '--json')).stdout.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).state),
    ['succeeded', 'failed', 'review'],
  )
})

test('a table that was cut says so', async (t) => {
  const { folder } = await doneBatch(t)
  assert.match((await command(folder, 'items', '--limit', '2')).stdout, /… the first 2; more with --limit N or --json\n$/)
})

test('an unknown state is refused with the known ones', async (t) => {
  const { folder } = await doneBatch(t)
  const { code, stderr } = await command(folder, 'items', '--state', 'faild')
  assert.equal(code, 2)
  assert.match(stderr, /Expected one of blocked, .*, got "faild"/)
})
