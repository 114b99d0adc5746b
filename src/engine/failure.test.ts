import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchError, PermanentError, RetryableError } from '../base/errors.ts'
import { failureOf, outcomeOf } from './failure.ts'

test('the class of an error decides what happens next', () => {
  assert.equal(outcomeOf(new PermanentError('A', 'a')).kind, 'failed')
  assert.equal(outcomeOf(new BatchError('B', 'b')).kind, 'stop')
  assert.deepEqual(outcomeOf(new RetryableError('C', 'c', { retryAfterMs: 5 })).kind, 'retry')
})

test('an answer of a service that is asked too much is a throttle, with how long to wait', () => {
  const outcome = outcomeOf(new RetryableError('C', 'c', { retryAfterMs: 5, isThrottle: true }))
  assert.ok(outcome.kind === 'throttled' && outcome.afterMs === 5)
  assert.deepEqual([outcome.failure.code, outcome.failure.message], ['C', 'c'])
})

test('an error that says nothing about itself is tried again', () => {
  const outcome = outcomeOf(new TypeError('x is not a function'))
  assert.equal(outcome.kind, 'retry')
  assert.equal(failureOf(new TypeError('x')).code, 'STEP_THREW')
})

test('anything that can be thrown becomes a failure', () => {
  for (const thrown of [undefined, null, 'text', 7, { a: 1 }]) assert.equal(failureOf(thrown).code, 'STEP_THREW')
})

test('an error of another copy of Millrace counts as what it is', () => {
  const foreign = Object.assign(new Error('no'), { [Symbol.for('millrace.error')]: true, name: 'PermanentError', code: 'NO' })
  assert.equal(outcomeOf(foreign).kind, 'failed')
})

test('the stack carries every cause', () => {
  const { stack } = failureOf(new PermanentError('A', 'outer', { cause: new Error('inner', { cause: new Error('innermost') }) }))
  assert.match(stack ?? '', /outer[\s\S]*caused by: Error: inner[\s\S]*caused by: Error: innermost/)
})

test('no file handle to be had is no failure of the item', () => {
  assert.equal(outcomeOf(Object.assign(new Error('too many open files'), { code: 'EMFILE' })).kind, 'crowded')
  const cause = Object.assign(new Error('fork'), { code: 'EAGAIN' })
  assert.equal(outcomeOf(new RetryableError('PROGRAM_NOT_STARTED', 'no room', { cause })).kind, 'crowded')
})
