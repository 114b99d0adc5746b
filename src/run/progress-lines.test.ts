import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProgressLines } from './progress-lines.ts'

test('a line says how many of how many, when that has changed, every two seconds at most, and at the end', () => {
  const lines = new ProgressLines()
  const at = (completed: number, nowMs: number) => lines.line({ batch_id: 'b1', completed, total: 5 }, nowMs)
  assert.equal(at(1, 0), 'Batch b1: 1/5')
  assert.equal(at(2, 500), undefined)
  assert.equal(at(2, 2_000), 'Batch b1: 2/5')
  assert.equal(at(2, 9_000), undefined)
  assert.equal(at(4, 9_001), 'Batch b1: 4/5')
  assert.equal(at(5, 9_002), 'Batch b1: 5/5')
  assert.equal(at(5, 99_000), undefined)
})

test('nothing is said while nothing is known', () => {
  assert.equal(new ProgressLines().line({ batch_id: 'b1', completed: 0, total: 0 }, 0), undefined)
})
