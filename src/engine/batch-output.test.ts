import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EndedRow } from '../ledger/rows.ts'
import { batchOutput } from './batch-output.ts'

const row: EndedRow = {
  ended: 1,
  seq: 1,
  id: 'a',
  state: 'succeeded',
  code: undefined,
  reason: undefined,
  value: undefined,
  blob: undefined,
  files: undefined,
  attempt: 2,
  sizeBytes: 10,
  outputBytes: 5,
  ms: 1_500,
}

test('a success carries its result and what it cost', () => {
  assert.deepEqual(batchOutput(row, '{"n":1}'), {
    id: 'a',
    success: true,
    state: 'succeeded',
    result: { n: 1 },
    metrics: { attempts: 2, seconds: 1.5, input_bytes: 10, output_bytes: 5 },
  })
})

test('a failure says its code and its reason', () => {
  const output = batchOutput({ ...row, state: 'failed', code: 'BAD', reason: 'no such box' }, undefined)
  assert.deepEqual([output.success, output.error, 'result' in output], [false, 'BAD: no such box', false])
})

test('a skipped item is no error', () => {
  assert.equal('error' in batchOutput({ ...row, state: 'skipped', reason: 'keep: not (x)' }, undefined), false)
})
