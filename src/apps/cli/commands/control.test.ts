import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { doneBatch } from '../../../../test/support/done-batch.ts'

test('cancelling a batch that is over says that there was nothing to do', async (t) => {
  const { folder } = await doneBatch(t)
  const { code, stdout } = await command(folder, 'cancel')
  assert.deepEqual([code, stdout], [0, 'first: nothing to cancel: the batch is completed and no item is pending\n'])
})

test('a batch that nobody runs can neither be paused nor drained', async (t) => {
  const { folder } = await doneBatch(t)
  for (const verb of ['pause', 'drain']) {
    const { code, stderr } = await command(folder, verb)
    assert.equal(code, 2)
    assert.match(stderr, /Expected batch first to be running, to (pause|drain) it: no process runs it\.\n {2}fix: Continue it/)
  }
})

test('a tune that says nothing, or that means nothing, is refused with what is expected', async (t) => {
  const { folder } = await doneBatch(t)
  const cases = [
    { args: [], says: /Expected --workers N, --stage NAME --workers N, or --rate NAME=2\/s/ },
    { args: ['--stage', 'work'], says: /Expected --workers N beside --stage/ },
    { args: ['--workers', '0'], says: /Expected `auto` or a whole number from 1 up, got "0"/ },
    { args: ['--rate', 'shop'], says: /Expected the name of a limit and its rate, such as shop=2\/s, got "shop"/ },
  ]
  for (const { args, says } of cases) {
    const { code, stderr } = await command(folder, 'tune', ...args)
    assert.deepEqual([code, says.test(stderr) ? '' : stderr], [2, ''])
  }
})
