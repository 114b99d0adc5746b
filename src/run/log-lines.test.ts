import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AttemptRecord } from '../ledger/rows.ts'
import { auditLine, errorEntry, errorJson, failureLine } from './log-lines.ts'

const failure = { code: 'DECODE_TRUNCATED', message: 'unexpected \u001b[31mend', fix: 'Copy it again.', stack: 'Error\n  at x' }

function record(changes: Partial<AttemptRecord> = {}): AttemptRecord {
  const place = { rowid: 1, seq: 1, itemId: 'a.avif', step: 0, n: 2 }
  return { ...place, outcome: 'failed', reused: false, started: 0, ms: 1_500, code: failure.code, ...changes }
}

test('the audit has one JSON line per attempt', () => {
  const line = auditLine(record({ notes: '{"exit_code":1}' }), ['decode'])
  assert.ok(line.endsWith('\n'))
  assert.deepEqual(JSON.parse(line), {
    ...{ at: '1970-01-01T00:00:00.000Z', item: 'a.avif', step: 'decode', attempt: 2, outcome: 'failed', seconds: 1.5 },
    ...{ code: 'DECODE_TRUNCATED', notes: { exit_code: 1 } },
  })
})

test('what happened before the first step names no step', () => {
  assert.equal(JSON.parse(auditLine(record({ step: -1 }), ['decode'])).step, null)
})

test('a broken row is written with its number, its reason and where it ended', () => {
  const broken = { code: 'JSON_BROKEN', message: 'row 2: expected a value, got "x"' }
  const entry = errorEntry(record({ step: -1, n: 1, error: JSON.stringify(broken) }), ['decode'])
  assert.match(entry, /a\.avif · before the first step · try 1 · failed\n {2}JSON_BROKEN: row 2: expected a value, got "x"\n/)
})

test('a failure is written with its fix and its stack, and cannot paint the terminal', () => {
  const entry = errorEntry(record({ error: JSON.stringify(failure) }), ['decode'])
  assert.match(entry, /a\.avif · decode · try 2 · failed/)
  assert.match(entry, /fix: Copy it again\./)
  assert.match(entry, /^ {4}Error$/m)
  assert.ok(!entry.includes('\u001b'))
})

test('an attempt that succeeded is no failure', () => {
  assert.equal(errorEntry(record({ outcome: 'succeeded' }), ['decode']), '')
  assert.equal(failureLine(record({ outcome: 'retry', error: JSON.stringify(failure) })), '')
})

test('an item that failed for good takes exactly one line', () => {
  const line = failureLine(record({ itemId: 'a\nb', error: JSON.stringify({ ...failure, message: 'two\nlines' }) }))
  assert.equal(line.split('\n').length, 2)
})

test('the file of a failed item has no stack', () => {
  const { error, attempts } = JSON.parse(errorJson(record({ error: JSON.stringify(failure) }), ['decode']))
  assert.equal(attempts, 2)
  assert.deepEqual(Object.keys(error), ['code', 'message', 'fix'])
})
