import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

const made = { part: 'aggregation', step: 'aggregate', fp: 'f', made: 1, state: 'done' }

test('the newest result of all is told, and every try of what was done once', async () => {
  const failure = { code: 'COMMAND_FAILED', message: 'no such remote' }
  const events = [
    { type: 'after-result', body: { ...made, value: { text: 'old', fold: 1, file: null } } },
    { type: 'after-result', body: { ...made, made: 2, fp: 'g', value: { text: 'new', fold: 2, file: '/out/sum.md' } } },
    { type: 'after', body: { part: 'aggregation', step: 'aggregate', attempt: 1, outcome: 'succeeded', ms: 20 } },
    { type: 'after', body: { part: 'after', step: 'push', attempt: 1, outcome: 'failed', ms: 1_500, failure } },
  ]
  const { aggregation, after } = await reportOf({ ...mixedBatch, events })
  assert.deepEqual(aggregation, { text: 'new', fold: 2, file: '/out/sum.md' })
  assert.deepEqual(after, [
    { step: 'aggregate', attempt: 1, outcome: 'succeeded', seconds: 0.02, code: null, error: null },
    { step: 'push', attempt: 1, outcome: 'failed', seconds: 1.5, code: 'COMMAND_FAILED', error: 'no such remote' },
  ])
})

test('a batch that did nothing once says so', async () => {
  const { aggregation, after } = await reportOf(mixedBatch)
  assert.deepEqual([aggregation, after], [null, []])
})
