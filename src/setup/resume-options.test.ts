import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../base/json.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import { resumeOptions } from './resume-options.ts'

/** Only what is looked at. */
const stored = {
  steps: [{ cost: { most: { usd: 0.1 }, from: {} } }],
  after: [],
  options: { workers: 4, mode: 'strict', budget: { usd: 1, timeMs: 60_000 } },
} as unknown as Pipeline

const resumed = (given?: JsonObject) => resumeOptions(stored, given)

test('a resume takes other workers and a larger budget, and keeps everything else', () => {
  assert.deepEqual(resumed(), stored.options)
  const { workers, mode, budget } = resumed({ workers: 8, budget: { usd: '5' }, mode: 'flexible' })
  assert.deepEqual([workers, mode, budget], [8, 'strict', { usd: 5, timeMs: 60_000 }])
  assert.equal(resumed({ max_concurrent: 'auto' }).workers, 'auto')
})

test('a smaller budget is refused with the one there is', () => {
  assert.throws(() => resumed({ budget: { usd: 0.5 } }), /at least 1 usd, which the batch has, got 0\.5/)
  assert.throws(() => resumed({ budget: { time: '1s' } }), /at least 60000 time/)
})

test('a budget that is none, or that no step keeps to, is refused', () => {
  assert.throws(() => resumed({ budget: { usd: 'much' } }), /`budget\.usd`|`usd`/)
  assert.throws(() => resumed({ budget: { dollars: 5 } }), /Unknown key "dollars"/)
  assert.throws(() => resumed({ budget: { tokens: 5 } }), /`budget.tokens` needs a step/)
})
