import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json, JsonObject } from '../base/json.ts'
import { compileSchema, problemsText } from './json-schema.ts'
import { shown } from './schema-problem.ts'

const sentences: readonly (readonly [JsonObject, Json, string])[] = [
  [{ type: ['integer', 'string'] }, true, 'expected a whole number or a string, got true'],
  [{ const: 'a' }, 'b', 'expected "a", got "b"'],
  [{ minimum: 1 }, 0, 'expected a number from 1 up, got 0'],
  [{ minItems: 1 }, [], 'expected a list of at least 1, got a list of 0'],
  [{ maxLength: 1 }, 'ab', 'expected text of at most 1 characters, got "ab"'],
  [{ oneOf: [true, true] }, {}, 'the value must match exactly one schema in oneOf, got an object'],
  [{ properties: { 'a/b': { items: { type: 'null' } } } }, { 'a/b': [1] }, 'a/b[0]: expected null, got 1'],
]

for (const [schema, value, sentence] of sentences) {
  test(`${JSON.stringify(value)} against ${JSON.stringify(schema)}: ${sentence}`, () => {
    assert.equal(problemsText(compileSchema(schema)(value)), sentence)
  })
}

test('a value in a message is short', () => {
  assert.equal(shown('x'.repeat(200)).length, 60)
  assert.equal(shown(undefined), 'nothing')
})
