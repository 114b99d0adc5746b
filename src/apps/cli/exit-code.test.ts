import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exitCodeOf, signalExitCode } from './exit-code.ts'

test('each class of error has its exit code', () => {
  const codes = ['UsageError', 'BatchError', 'LedgerError', 'OwnedError', 'PermanentError'].map((name) => exitCodeOf({ name }))
  assert.deepEqual(codes, [2, 3, 4, 5, 1])
})

test('a ledger that is not there is a matter of usage, one that is broken is not', () => {
  assert.equal(exitCodeOf({ name: 'LedgerError', code: 'NO_LEDGER' }), 2)
  assert.equal(exitCodeOf({ name: 'LedgerError', code: 'LEDGER_CORRUPT' }), 4)
})

test('a signal is 128 and its number', () => {
  assert.deepEqual([signalExitCode('SIGINT'), signalExitCode('SIGTERM'), signalExitCode('SIGHUP')], [130, 143, 129])
})
