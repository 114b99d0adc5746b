import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valuesOf } from './answer.ts'

const ids = ['a', 'b']

test('a list has one entry per item, an object one per id', () => {
  assert.deepEqual(valuesOf([1, 2], ids, 'transform'), [1, 2])
  assert.deepEqual(valuesOf({ b: 2, a: 1, c: 3 }, ids, 'transform'), [1, 2])
})

test('what a command answers, it prints as JSON', () => {
  assert.deepEqual(valuesOf({ stdout: '[1,2]\n', stderr: '', exit_code: 0 }, ids, 'tool:command'), [1, 2])
  assert.throws(() => valuesOf({ stdout: 'done' }, ids, 'tool:command'), { name: 'PermanentError', code: 'GROUP_ANSWER' })
})

test('an answer that leaves an item out is refused with what is missing', () => {
  assert.throws(() => valuesOf([1], ids, 'transform'), {
    message: 'Expected the grouped step to give one entry for each of the 2 items, in their order, got 1',
  })
  assert.throws(() => valuesOf({ a: 1 }, ids, 'transform'), {
    message: 'Expected the grouped step to give a value for every id, got none for "b"',
  })
  assert.throws(() => valuesOf('x', ids, 'transform'), {
    message: 'Expected the grouped step to give a list with 2 entries, or an object by id, got a string',
  })
  assert.throws(() => valuesOf(null, ids, 'transform'), { message: /got null$/ })
})
