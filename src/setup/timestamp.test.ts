import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timestamp } from './timestamp.ts'

test('a time is told in local digits, each figure with its zeros', () => {
  assert.equal(timestamp(new Date(2026, 0, 2, 3, 4, 5).getTime()), '20260102_030405')
  assert.equal(timestamp(new Date(2026, 10, 20, 15, 30, 0).getTime()), '20261120_153000')
})
