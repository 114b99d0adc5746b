import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redactorFor } from './redact.ts'

test('the value of a named secret is taken out wherever it stands, and the rest stays JSON', (t) => {
  process.env['MILLRACE_TEST_SECRET'] = 'open-sesame-4711'
  t.after(() => {
    delete process.env['MILLRACE_TEST_SECRET']
  })
  const value = { deep: [{ text: 'say "open-sesame-4711"!' }], n: 4711, none: null }
  const redacted = redactorFor(['MILLRACE_TEST_SECRET'])(value)
  assert.ok(!JSON.stringify(redacted).includes('open-sesame'))
  assert.deepEqual({ ...(redacted as object), deep: null }, { deep: null, n: 4711, none: null })
})

test('without secrets a value passes as it is', () => {
  const value = { a: 1 }
  assert.equal(redactorFor([])(value), value)
})
