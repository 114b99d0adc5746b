import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AttemptRecord } from '../../ledger/rows.ts'
import { AttemptFold } from './attempt-fold.ts'

function attempt(figures: Partial<AttemptRecord> = {}): AttemptRecord {
  const timing = { started: 1, ms: 100 }
  return { rowid: 1, seq: 1, itemId: 'a', step: 0, n: 1, outcome: 'succeeded', reused: false, ...timing, ...figures }
}

function fold(...attempts: readonly AttemptRecord[]): AttemptFold {
  const folded = new AttemptFold()
  for (const each of attempts) folded.add(each)
  return folded
}

test('a reused result takes no time and is no work', () => {
  const folded = fold(attempt({ seq: 1, reused: true }), attempt({ seq: 2 }))
  assert.deepEqual([folded.hasWorked(1), folded.hasWorked(2), folded.step(0).ms.count], [false, true, 1])
})

test('a try that failed is remembered with its code', () => {
  const folded = fold(attempt({ outcome: 'retry', code: 'BUSY' }), attempt({ n: 2 }))
  assert.deepEqual([folded.hasRetried(1), folded.hasRetried(2), folded.retryCodes.get('BUSY')], [true, false, 1])
  assert.deepEqual(folded.step(0).outcomes, { retry: 1, succeeded: 1 })
})

test('each step has its own times and notes', () => {
  const folded = fold(attempt({ notes: '{"pixels":4}' }), attempt({ step: 1, ms: 7 }))
  assert.deepEqual([folded.step(0).ms.sum, folded.step(1).ms.sum, folded.step(2).ms.count], [100, 7, 0])
  assert.equal(folded.step(0).notes.numbers['pixels']?.sum, 4)
})

test('more than a hundred codes are one sum', () => {
  const many = Array.from({ length: 150 }, (_, n) => attempt({ outcome: 'retry', code: `C${n}` }))
  const codes = fold(...many).retryCodes
  assert.deepEqual([codes.size, codes.get('OTHER')], [101, 50])
})
