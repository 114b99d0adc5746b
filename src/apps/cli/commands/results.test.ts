import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('results show files where there are some, else why there are none', async (t) => {
  const { folder } = await doneBatch(t)
  assert.deepEqual((await command(folder, 'results')).stdout.split('\n').slice(0, 2), [
    'a\tsucceeded\t/nowhere/a.txt',
    'b\tfailed\tTIMEOUT: ran longer than 30s',
  ])
})

test('results --json carry the values, one per line', async (t) => {
  const { folder } = await doneBatch(t)
  const lines = (await command(folder, 'results', '--json', '--limit', '1')).stdout.trim().split('\n')
  assert.equal(lines.length, 1)
  assert.deepEqual(JSON.parse(lines[0] ?? '').result, { n: 1 })
})
