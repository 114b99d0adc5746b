import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LimitDefinition } from '../pipeline/limit-definition.ts'
import { rateWindows, unitsOf } from './rate-window.ts'

const limit: LimitDefinition = { name: 'shop', requests: [{ amount: 20, perMs: 1_000 }], tokens: [], cost: [], scope: 'batch' }

test('a burst keeps half a second free for requests that are held up on their way', () => {
  const [window] = rateWindows({ ...limit, burst: 40 })
  assert.equal(window?.msPerUnit, 50)
  assert.equal(window?.toleranceMs, 29 * 50)
})

test('of a small burst half stays free, and a burst of one is none', () => {
  assert.equal(rateWindows({ ...limit, burst: 4 })[0]?.toleranceMs, 50)
  assert.equal(rateWindows({ ...limit, burst: 1 })[0]?.toleranceMs, 0)
})

test('without a burst a window and one more do not fit into the time of the window', () => {
  const [window] = rateWindows(limit)
  assert.ok(window !== undefined && 20 * window.msPerUnit - window.toleranceMs > 1_000)
})

test('the burst is that of the shortest window', () => {
  const windows = rateWindows({ ...limit, requests: [{ amount: 500, perMs: 60_000 }, ...limit.requests], burst: 40 })
  assert.deepEqual(
    windows.map(({ key, toleranceMs }) => [key, toleranceMs]),
    [
      ['requests/60000', 600],
      ['requests/1000', 1_450],
    ],
  )
})

test('an attempt is one request, and as many tokens as it says', () => {
  const [requests, tokens] = rateWindows({ ...limit, tokens: [{ amount: 10, perMs: 1_000 }] })
  assert.ok(requests && tokens)
  assert.deepEqual([unitsOf(requests, { bytes: 1 }), unitsOf(tokens, { bytes: 1 }), unitsOf(tokens, { tokens: 7 })], [1, 0, 7])
})
