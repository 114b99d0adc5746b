import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json, JsonObject } from '../base/json.ts'
import { refuseCostlySchema } from './schema-cost.ts'

test('a recursive schema that goes deeper into the value each time is fine', () => {
  refuseCostlySchema({ $defs: { node: { properties: { next: { $ref: '#/$defs/node' } } } }, $ref: '#/$defs/node' })
  refuseCostlySchema({ $id: 'tree', items: { $ref: 'tree' } })
})

test('a schema that refers to itself at the same place is refused', () => {
  const loops: readonly JsonObject[] = [
    { $ref: '#' },
    { anyOf: [{ $ref: '#' }] },
    { $defs: { a: { not: { $ref: '#/$defs/b' } }, b: { $ref: '#/$defs/a' } } },
    { $anchor: 'x', if: { $ref: '#x' } },
  ]
  for (const schema of loops) assert.throws(() => refuseCostlySchema(schema), /without end/)
})

test('a few lines that multiply into many checks are refused', () => {
  const $defs: Record<string, Json> = { a30: {} }
  for (let n = 0; n < 30; n++) $defs[`a${n}`] = { allOf: [{ $ref: `#/$defs/a${n + 1}` }, { $ref: `#/$defs/a${n + 1}` }] }
  assert.throws(() => refuseCostlySchema({ $defs, $ref: '#/$defs/a0' }), /more than 10000 times/)
})

test('another document and a bottomless schema are refused', () => {
  assert.throws(() => refuseCostlySchema({ $ref: 'https://example.org/schema' }), /inside the same JSON Schema/)
  const deep = Array.from({ length: 100 }).reduce<JsonObject>((inner) => ({ items: inner }), {})
  assert.throws(() => refuseCostlySchema(deep), /at most 64 levels/)
})

test('values inside a schema are not schemas', () => {
  refuseCostlySchema({ const: { $ref: 'https://example.org' }, enum: [{ $ref: '#' }] })
})
