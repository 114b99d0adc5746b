import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OnceRecord, onceAttemptEvent, onceResultEvent } from './once.ts'

function recordOf(...events: readonly (readonly [string, object])[]): OnceRecord {
  const record = new OnceRecord()
  for (const [type, body] of events) record.add({ type, body: JSON.stringify(body) })
  return record
}

const result = { part: 'after', step: 'push', fp: 'f', made: 3, value: null }

test('the newest result of a step and fingerprint holds, and the latest change is the last', () => {
  const record = recordOf(
    [onceResultEvent, { ...result, state: 'unknown' }],
    [onceResultEvent, { ...result, step: 'other', state: 'done' }],
    [onceResultEvent, { ...result, state: 'done', value: 7 }],
  )
  assert.deepEqual(
    record.results.map(({ step, state, value }) => [step, state, value]),
    [
      ['other', 'done', null],
      ['push', 'done', 7],
    ],
  )
  assert.deepEqual(record.inDoubt, [])
})

test('what had begun and has no answer is in doubt', () => {
  const record = recordOf([onceResultEvent, { ...result, state: 'unknown' }])
  assert.deepEqual(
    record.inDoubt.map(({ step }) => step),
    ['push'],
  )
})

test('tries are in their order, and events of other kinds are passed over', () => {
  const attempt = { part: 'after', step: 'push', attempt: 1, outcome: 'retry', ms: 5 }
  const record = recordOf([onceAttemptEvent, attempt], ['warning', { code: 'X' }], [onceAttemptEvent, { ...attempt, attempt: 2 }])
  assert.deepEqual(
    record.attempts.map(({ attempt }) => attempt),
    [1, 2],
  )
})
