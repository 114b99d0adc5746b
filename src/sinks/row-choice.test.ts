import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BatchOutput } from '../pipeline/outcome.ts'
import { chosenRows } from './row-choice.ts'

const outputs: readonly BatchOutput[] = [
  { id: 'a', success: true, state: 'succeeded', result: null, metrics: {} },
  { id: 'b', success: true, state: 'succeeded', metrics: {} },
  { id: 'c', success: false, state: 'failed', result: 'half', error: 'X: y', metrics: { ms: 1 } },
]

test('results are those of items that succeeded and have one', () => {
  assert.deepEqual(chosenRows(outputs, 'result'), [null])
})

test('records are all ended items, whole', () => {
  assert.deepEqual(chosenRows(outputs, 'record'), outputs)
})
