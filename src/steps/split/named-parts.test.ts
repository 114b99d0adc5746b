import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenParts, numberedParts } from './named-parts.ts'

test('parts without a name get their number, four digits at least', () => {
  assert.deepEqual(numberedParts(['a', 'b']), [
    { id: '0001', data: 'a' },
    { id: '0002', data: 'b' },
  ])
  assert.equal(numberedParts(Array.from({ length: 10_000 }, () => null)).at(-1)?.id, '10000')
})

test('a function may name its parts, or return bare values', () => {
  assert.deepEqual(givenParts([{ id: 'intro', data: 1 }, { data: 2 }, 3, { title: 'x' }, { id: 7, data: null }]), [
    { id: 'intro', data: 1 },
    { id: '0002', data: 2 },
    { id: '0003', data: 3 },
    { id: '0004', data: { title: 'x' } },
    { id: '7', data: null },
  ])
})

test('two parts of one name are refused with their places', () => {
  assert.throws(() => givenParts([{ id: '0002', data: 1 }, 'second']), {
    name: 'PermanentError',
    code: 'SPLIT_ID_TWICE',
    message: 'Parts 1 and 2 have the same id "0002"',
  })
})

test('what is no list, and names that are none, are refused', () => {
  assert.throws(() => givenParts({ a: 1 }), {
    code: 'SPLIT_NOT_LIST',
    message: 'Expected the function to return a list of parts, got an object',
  })
  assert.throws(() => givenParts(null), { message: 'Expected the function to return a list of parts, got nothing' })
  assert.throws(() => givenParts([{ id: '', data: 1 }]), { code: 'SPLIT_ID' })
})
