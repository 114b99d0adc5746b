import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RetryPolicy } from '../pipeline/definition.ts'
import { mayRetry, retryDelay } from './retry.ts'

const policy: RetryPolicy = { attempts: 4, backoff: 'exponential', delayMs: 1_000, maxDelayMs: 60_000, jitter: false }

test('exponential waits double with every failure, up to the longest', () => {
  const waits = [1, 2, 3, 7, 30].map((failed) => retryDelay(policy, { failed, chance: 0.5 }))
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 60_000, 60_000])
})

test('linear waits grow by one delay, constant ones stay', () => {
  assert.equal(retryDelay({ ...policy, backoff: 'linear' }, { failed: 3, chance: 0 }), 3_000)
  assert.equal(retryDelay({ ...policy, backoff: 'constant' }, { failed: 9, chance: 0 }), 1_000)
})

test('jitter picks a point between nothing and the computed wait', () => {
  const cases = fc.record({ failed: fc.integer({ min: 1, max: 40 }), chance: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(
    fc.property(cases, ({ failed, chance }) => {
      const wait = retryDelay({ ...policy, jitter: true }, { failed, chance })
      const most = retryDelay(policy, { failed, chance })
      assert.ok(wait >= 0 && wait <= most)
    }),
  )
})

test('what the service asked for is the least that is waited', () => {
  assert.equal(retryDelay({ ...policy, jitter: true }, { failed: 1, chance: 0, askedMs: 90_000 }), 90_000)
})

test('attempts counts all tries, the first included', () => {
  assert.equal(mayRetry(policy, 3), true)
  assert.equal(mayRetry(policy, 4), false)
  assert.equal(mayRetry({ ...policy, attempts: 1 }, 1), false)
})
