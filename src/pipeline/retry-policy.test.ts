import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultRetry } from './build-run-options.ts'
import { retryPolicy } from './retry-policy.ts'

test('repeats are counted after the first try, and `attempts` goes before them', () => {
  assert.equal(retryPolicy({ max_retries: 2 }, defaultRetry).attempts, 3)
  assert.equal(retryPolicy({ max_retries: 2, retry: { attempts: 7 } }, defaultRetry).attempts, 7)
})

test('what is not said comes from the policy around it', () => {
  const base = { ...defaultRetry, attempts: 4, delayMs: 5 }
  assert.deepEqual(retryPolicy({ retry: { jitter: false } }, base), { ...base, jitter: false })
  assert.deepEqual(retryPolicy({}, base), base)
})
