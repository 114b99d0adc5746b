import assert from 'node:assert/strict'
import { test } from 'node:test'
import { partResult } from './part-result.ts'

test('a part that nobody has worked on is its own result, and is kept as such', () => {
  const { value, row } = partResult({ item: { id: 'a/0001', data: { n: 1 }, metadata: {} } })
  assert.deepEqual([value, row?.itemId, row?.value], [{ n: 1 }, 'a/0001', '{"n":1}'])
})
