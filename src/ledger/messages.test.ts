import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchError, LedgerError, UsageError } from '../base/errors.ts'
import { decodeError, encodeError } from './messages.ts'

for (const Class of [LedgerError, BatchError, UsageError])
  test(`a ${Class.name} is one on the other side too, with its code, message and fix`, () => {
    const error = decodeError(JSON.parse(JSON.stringify(encodeError(new Class('CODE', 'what', { fix: 'do this' })))))
    assert.ok(error instanceof Class)
    assert.deepEqual([error.code, error.message, error.fix], ['CODE', 'what', 'do this'])
  })

test('an error of the language arrives as a failure of the ledger', () => {
  const error = decodeError(encodeError(new TypeError('a bug')))
  assert.ok(error instanceof LedgerError)
  assert.deepEqual([error.code, error.message, error.fix], ['LEDGER_FAILED', 'a bug', undefined])
})
