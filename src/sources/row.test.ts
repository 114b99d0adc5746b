import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenRow, contentId, rowEntry } from './row.ts'

const row = { number: 3, sizeBytes: 1 }

test('an id of the row wins over a hash of its content', () => {
  assert.equal(rowEntry({ ...row, value: { id: 'a' } }, {}).id, 'a')
  assert.equal(rowEntry({ ...row, value: { id: '' } }, {}).id, contentId({ id: '' }))
  assert.equal(rowEntry({ ...row, value: [1] }, {}).id, contentId([1]))
})

test('a field that was inherited is no id', () => {
  const entry = rowEntry({ ...row, value: {} }, { id: 'constructor.name' })
  assert.ok(entry.kind === 'broken' && entry.code === 'ID_MISSING')
})

test('a row without the id field says which one was probably meant', () => {
  const entry = rowEntry({ ...row, value: { sku: 'x' } }, { id: 'skv' })
  assert.ok(entry.kind === 'broken')
  assert.equal(
    entry.message,
    'row 3: expected a text or a number in the field "skv" as the id, got no such field. Did you mean "sku"?',
  )
})

test('a row that breaks its contract keeps its id', () => {
  const check = () => [{ path: 'price', message: 'expected a number, got "x"' }]
  const entry = rowEntry({ ...row, value: { id: 'a' } }, { check })
  assert.deepEqual(entry, {
    kind: 'broken',
    id: 'a',
    code: 'SCHEMA',
    message: 'row 3: price: expected a number, got "x"',
    sizeBytes: 1,
  })
})

test('broken rows with other content have other ids, wherever they stand', () => {
  const broken = (number: number, raw: string) => brokenRow({ ...row, number, code: 'X', message: 'm', raw }).id
  assert.equal(broken(1, 'a'), broken(2, 'a'))
  assert.notEqual(broken(1, 'a'), broken(1, 'b'))
})
