import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

test('a failed item carries its path, its step and what to do', async () => {
  const { failed_items: failed, errors } = await reportOf(mixedBatch)
  assert.deepEqual(
    failed.map(({ id, state }) => [id, state]),
    [
      ['c.avif', 'failed'],
      ['e.avif', 'review'],
    ],
  )
  assert.deepEqual([failed[0]?.path, failed[0]?.step, failed[0]?.fix], ['/data/input/c.avif', 'convert', 'Fetch it again.'])
  assert.equal(errors[0]?.retry, `millrace retry b1 --where 'code == "CUT"'`)
})

test('a code that a shell could take for something else is not put into a command', async () => {
  const { errors } = await reportOf({ items: [{ id: 'a', state: 'failed', code: `'; rm -rf "` }] })
  assert.equal(errors[0]?.retry, 'millrace retry b1')
})
