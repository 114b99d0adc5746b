import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collect, renamed, tolerance, wholeNumber, wholeNumberFrom0, workers } from './values.ts'

test('numbers are whole and start at 1', () => {
  assert.equal(wholeNumber('12'), 12)
  for (const text of ['0', '-1', '1.5', 'x', '']) assert.throws(() => wholeNumber(text), /Expected a whole number from 1 up/)
})

test('some numbers may be 0', () => {
  assert.equal(wholeNumberFrom0('0'), 0)
  assert.throws(() => wholeNumberFrom0('-1'), /Expected a whole number from 0 up, got "-1"/)
})

test('workers may be auto', () => {
  assert.equal(workers('auto'), 'auto')
  assert.equal(workers('3'), 3)
  assert.throws(() => workers('many'), /Expected `auto` or a whole number/)
})

test('a tolerance is a count or a share', () => {
  assert.deepEqual([tolerance('10'), tolerance('2.5%')], [10, '2.5%'])
  assert.throws(() => tolerance('some'), /such as 10 .* such as 5%/)
})

test('a flag that may be given several times collects', () => {
  assert.deepEqual(collect('b', collect('a')), ['a', 'b'])
})

test('only given flags are renamed', () => {
  assert.deepEqual(renamed({ failFast: true, mode: undefined, other: 1 }, { failFast: 'fail_fast', mode: 'mode' }), {
    fail_fast: true,
  })
})
