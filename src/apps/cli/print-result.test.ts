import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Screen } from '../../../test/support/screen.ts'
import type { BatchOutput, BatchResult } from '../../index.ts'
import { printResult } from './print-result.ts'

const result: BatchResult = {
  batch_id: 'b1',
  pipeline: 'p',
  state: 'completed',
  total: 2,
  succeeded: 2,
  failed: 0,
  skipped: 0,
  cancelled: 0,
  review: 0,
  pending: 0,
  outputs: [],
  summary: null,
  metrics: {},
  exit_code: 0,
  reports: {},
}

async function printed(outputs: readonly BatchOutput[]): Promise<BatchResult> {
  const screen = new Screen()
  const all = async function* () {
    yield* outputs
  }
  await printResult(screen, { result, outputs: all() })
  return JSON.parse(screen.text)
}

const output = (id: string): BatchOutput => ({ id, success: true, state: 'succeeded', metrics: {} })

test('the result is one JSON object with all outputs in it', async () => {
  const { batch_id, outputs } = await printed([output('a'), output('b')])
  assert.deepEqual([batch_id, outputs.map(({ id }) => id)], ['b1', ['a', 'b']])
})

test('a batch without outputs has an empty list', async () => {
  assert.deepEqual((await printed([])).outputs, [])
})
