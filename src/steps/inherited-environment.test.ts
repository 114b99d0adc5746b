import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inheritedEnvironment } from './inherited-environment.ts'

test('a program gets what programs need, and of the rest only what is named', (t) => {
  t.after(() => {
    delete process.env['MILLRACE_TEST_A']
    delete process.env['MILLRACE_TEST_B']
  })
  Object.assign(process.env, { MILLRACE_TEST_A: 'a', MILLRACE_TEST_B: 'b' })
  const env = inheritedEnvironment(['MILLRACE_TEST_A', 'NOT_THERE'])
  assert.equal(env['PATH'], process.env['PATH'])
  assert.equal(env['MILLRACE_TEST_A'], 'a')
  assert.equal('MILLRACE_TEST_B' in env, false)
  assert.equal('NOT_THERE' in env, false)
})
