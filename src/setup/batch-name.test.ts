import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchName } from './batch-name.ts'

const at = new Date(2026, 10, 20, 15, 30, 0).getTime()

test('a name carries the local time and four letters that are hard to confuse', () => {
  assert.match(batchName(at, false), /^batch_20261120_153000_[a-hjkmnp-z2-9]{4}$/)
  assert.match(batchName(at, true), /^test_batch_20261120_153000_/)
})

test('batches of one second have different names', () => {
  const names = new Set(Array.from({ length: 20 }, () => batchName(at, false)))
  assert.ok(names.size > 15, `${names.size} different names of 20`)
})
