import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('without an item, review lists what waits for a decision', async (t) => {
  const { folder } = await doneBatch(t)
  assert.equal((await command(folder, 'review')).stdout, 'item  step  why\nc     read  UNKNOWN_RESULT: no answer came\n')
})

test('a decision is taken, and the next command told', async (t) => {
  const { folder } = await doneBatch(t)
  const { code, stdout, stderr } = await command(folder, 'review', 'c', '--again')
  assert.deepEqual([code, stdout, stderr], [0, 'c: ready\n', 'go on with `millrace resume first`\n'])
  assert.equal((await command(folder, 'review')).stdout, 'no item waits for a decision\n')
})

test('an item without a decision is refused', async (t) => {
  const { folder } = await doneBatch(t)
  const { code, stderr } = await command(folder, 'review', 'c')
  assert.equal(code, 2)
  assert.match(stderr, /^error: Expected items and exactly one of --done, --again, --fail\.\n {2}fix: /)
})
