import assert from 'node:assert/strict'
import { test } from 'node:test'
import { schemaTables, valueText } from './schema-table.ts'

test('a key has its value, its use, and whether it must be there', () => {
  const schema = {
    type: 'object',
    required: ['a', 'b'],
    properties: {
      a: { type: 'string', description: 'A.' },
      b: { type: 'integer', default: 3, description: 'B.' },
      c: { enum: ['x', 'y'] },
    },
  }
  assert.deepEqual(schemaTables(schema), [
    {
      title: '',
      rows: [
        { key: 'a', value: 'text', about: 'A. **Required.**' },
        { key: 'b', value: 'whole number', about: 'B. Default `3`.' },
        { key: 'c', value: '`x`, `y`', about: '' },
      ],
    },
  ])
})

test('a choice gives one table per branch', () => {
  const branch = (action: string) => ({ properties: { action: { const: action }, path: { type: 'string' } } })
  assert.deepEqual(
    schemaTables({ oneOf: [branch('read'), branch('write')] }).map(({ title, rows }) => [title, rows.length]),
    [
      ['action: read', 1],
      ['action: write', 1],
    ],
  )
})

test('values that may be several things say so', () => {
  assert.equal(
    valueText({ anyOf: [{ type: 'integer' }, { const: 'auto' }, { type: 'array', items: { type: 'string' } }] }),
    'whole number or `auto` or list of texts',
  )
  assert.equal(valueText({ type: 'string', examples: ['30s'] }), 'such as `30s`')
  assert.equal(valueText({ type: ['string', 'boolean'] }), 'text or `true` or `false`')
})
