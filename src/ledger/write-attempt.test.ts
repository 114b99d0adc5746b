import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'
import { itemKey } from './codes.ts'
import { appendAttempt } from './write-attempt.ts'

test('an attempt is appended with whole microseconds, behind the one before it', () => {
  const { writer, store } = coreOf(['a'])
  const key = itemKey(1, 1)
  const first = appendAttempt(writer, { key, prev: null }, attempt({ ms: 1.23456 }))
  const second = appendAttempt(writer, { key, prev: first }, attempt({ code: 'C', error: '{}', notes: '{"n":1}' }))
  const rows = store
    .all('SELECT id, prev, us, code, error, notes FROM attempt ORDER BY id')
    .map((row) => Object.values(row as object))
  assert.deepEqual(rows, [
    [first, null, 1235, null, null, null],
    [second, first, 1000, 'C', '{}', '{"n":1}'],
  ])
})
