import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeContext } from '../../test/support/step-context.ts'
import { commandEnvironment } from './command-environment.ts'

test('a program sees what it needs, what was named, and what it works on', (t) => {
  Object.assign(process.env, { MILLRACE_TEST_SECRET: 's', MILLRACE_TEST_NAMED: 'n' })
  t.after(() => {
    delete process.env['MILLRACE_TEST_SECRET']
    delete process.env['MILLRACE_TEST_NAMED']
  })
  const context = fakeContext({ names: { batch_id: 'b7' }, attempt: 2 })
  const env = commandEnvironment(context, { own: { A: '1', PATH: '/own', MILLRACE_ITEM: 'x' }, named: ['MILLRACE_TEST_NAMED'] })
  const { MILLRACE_TEST_NAMED, MILLRACE_TEST_SECRET, PATH, A } = env
  assert.deepEqual(
    { MILLRACE_TEST_NAMED, MILLRACE_TEST_SECRET, PATH, A },
    { MILLRACE_TEST_NAMED: 'n', MILLRACE_TEST_SECRET: undefined, PATH: '/own', A: '1' },
  )
  const { MILLRACE_BATCH, MILLRACE_ITEM, MILLRACE_ATTEMPT, MILLRACE_KEY } = env
  assert.deepEqual([MILLRACE_BATCH, MILLRACE_ITEM, MILLRACE_ATTEMPT, MILLRACE_KEY], ['b7', 'item-1', '2', 'key-1'])
})
