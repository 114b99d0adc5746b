import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('cancelling a batch that is over says that there was nothing to do', async (t) => {
  const { folder } = await doneBatch(t)
  const { code, stdout } = await command(folder, 'cancel')
  assert.deepEqual([code, stdout], [0, 'first: nothing to cancel: the batch is completed and no item is pending\n'])
})

test('a batch that nobody runs can neither be paused nor tuned', async (t) => {
  const { folder } = await doneBatch(t)
  for (const args of [['pause'], ['tune', '--workers', '2']]) {
    const { code, stderr } = await command(folder, ...args)
    assert.equal(code, 2)
    assert.match(stderr, /Expected batch first to be running, to (pause|tune) it: no process runs it\.\n {2}fix: Continue it/)
  }
})

test('a running batch takes a fixed number of workers', async (t) => {
  const { folder } = await doneBatch(t)
  assert.match((await command(folder, 'tune', '--workers', 'auto')).stderr, /takes a fixed number/)
})
