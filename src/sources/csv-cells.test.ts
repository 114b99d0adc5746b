import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellsOf, columnNames, guessDelimiter, isWholeRecord } from './csv-cells.ts'

test('one broken text does not spoil the others', () => {
  assert.deepEqual(cellsOf(['a,"b"', '"c"x', 'd,"e\nf"'], ','), [
    ['a', 'b'],
    { fault: 'something follows a closing quote' },
    ['d', 'e\nf'],
  ])
})

test('the delimiter is what the first line has most of, outside quotes', () => {
  assert.equal(guessDelimiter('"a,b,c";d'), ';')
  assert.equal(guessDelimiter('a|b|c,d'), '|')
  assert.equal(guessDelimiter('a'), ',')
})

test('columns have names of their own', () => {
  assert.deepEqual(columnNames([' a ', '', 'a', 'a_2', 'a']), ['a', 'column_2', 'a_2', 'a_2_2', 'a_3'])
})

test('a record is whole when it parses as one', () => {
  assert.ok(isWholeRecord('a,"b\nc"', ','))
  assert.ok(!isWholeRecord('a,"b\nc"d', ','))
})
