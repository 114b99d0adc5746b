import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attemptOutcome, attemptRow, type Made, resultRow } from './attempt-rows.ts'

const failure = { code: 'BAD', message: 'no' }
const noted = { n: 2, started: 5, ms: 7, notes: {} }

test('a row of an attempt holds what there is to say, and nothing else', () => {
  assert.deepEqual(attemptRow(1, noted, { outcome: 'succeeded' }), {
    ...{ step: 1, n: 2, outcome: 'succeeded', reused: false, started: 5, ms: 7 },
  })
  const row = attemptRow(1, { ...noted, notes: { pixels: 3 } }, { outcome: 'failed', failure })
  assert.deepEqual([row.code, row.error, row.notes], ['BAD', JSON.stringify(failure), '{"pixels":3}'])
})

test('a result names the files that its own step delivered', () => {
  const file = { path: '/out/b', sizeBytes: 1, mtimeMs: 1, sha256: 'x' }
  // Only what a row is made of.
  const made = {
    planned: { definition: { name: 'write' } },
    walk: { item: { id: 'a' }, delivered: [{ ...file, path: '/out/a' }, file] },
    ...{ fp: 'f', parts: '{}', filesBefore: 1 },
  } as unknown as Made
  const row = resultRow(made, 'done', { ok: true })
  assert.deepEqual(row, {
    ...{ itemId: 'a', step: 'write', fp: 'f', parts: '{}', state: 'done', value: '{"ok":true}' },
    files: JSON.stringify([file]),
  })
})

test('an attempt that was stopped counts as interrupted', () => {
  assert.equal(attemptOutcome({ kind: 'stop', failure }), 'interrupted')
  assert.equal(attemptOutcome({ kind: 'retry', failure, tries: 1, waitMs: 1 }), 'retry')
  assert.equal(attemptOutcome({ kind: 'ended', state: 'review' }), 'review')
})
