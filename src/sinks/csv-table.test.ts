import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { headLine, rowLine, tableFor, tableOf } from './csv-table.ts'

const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '=', '-', "'", 'é'), maxLength: 4 })

test('a head that was written tells the same table again', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 5 }), fc.boolean(), (columns, hasExtra) => {
      fc.pre(columns.at(-1) !== 'extra')
      const table = { columns, hasExtra }
      assert.deepEqual(tableOf(`${headLine(table)}1,2\n`), table)
    }),
  )
})

test('every row is one record, and text is read back but for its guard', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const table = { ...tableFor({ a, b }), hasExtra: true }
      const [cells, ...more] = parse(rowLine({ a, b }, table), { record_delimiter: '\n' })
      const guarded = (value: string) => (/^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value)
      assert.deepEqual([cells, more], [[guarded(a), guarded(b), ''], []])
    }),
  )
})

test('objects are JSON, nothing is nothing, inherited names are no fields', () => {
  const table = { columns: ['a', 'b', 'c', 'toString'], hasExtra: false }
  assert.equal(rowLine({ a: { x: 1 }, b: null, c: false }, table), '"{""x"":1}",,false,\n')
})

test('an empty file tells no table', () => {
  assert.equal(tableOf(''), undefined)
})
