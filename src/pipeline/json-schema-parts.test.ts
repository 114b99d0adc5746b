import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { allowingText, hoisted, jsonSchemaOf, opened } from './json-schema-parts.ts'

test('definitions move to the top under names of their own', () => {
  const { schema, definitions } = hoisted(jsonSchemaOf(z.strictObject({ a: z.json() })), 'x.')
  assert.deepEqual(Object.keys(definitions), ['x.__schema0'])
  assert.deepEqual(schema['properties'], { a: { $ref: '#/$defs/x.__schema0' } })
})

test('numbers and words may be texts of a form, at every depth', () => {
  const text = { type: 'string', pattern: '{' }
  assert.deepEqual(
    allowingText(
      {
        type: 'object',
        properties: {
          a: { type: 'array', items: { type: 'integer', description: 'n' } },
          b: { const: 1 },
          c: { type: 'string' },
        },
      },
      text,
    ),
    {
      type: 'object',
      properties: {
        a: { type: 'array', items: { anyOf: [{ type: 'integer' }, text], description: 'n' } },
        b: { const: 1 },
        c: { type: 'string' },
      },
    },
  )
})

test('a choice of single words may be a text, a word that chooses between objects may not', () => {
  const text = { type: 'string', pattern: '{' }
  const words = { anyOf: [{ const: 'keep' }, { const: 8 }], description: 'd' }
  assert.deepEqual(allowingText(words, text), { anyOf: [{ anyOf: [{ const: 'keep' }, { const: 8 }] }, text], description: 'd' })
  const objects = { oneOf: [{ properties: { action: { const: 'read' } } }] }
  assert.deepEqual(allowingText(objects, text), objects)
})

test('no branch bars further keys any more', () => {
  assert.deepEqual(opened({ additionalProperties: false, oneOf: [{ type: 'object', additionalProperties: false }] }), {
    oneOf: [{ type: 'object' }],
  })
})
