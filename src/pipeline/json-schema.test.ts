import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { compileSchema, problemsText } from './json-schema.ts'

const schema: JsonObject = {
  type: 'object',
  required: ['changes'],
  additionalProperties: false,
  properties: {
    changes: { type: 'array', items: { type: 'object', required: ['file'], properties: { file: { type: 'string' } } } },
    mode: { enum: ['full', 'fast'] },
    when: { type: 'string', format: 'date-time' },
    sku: { type: 'string', pattern: '^(a+)+$' },
  },
}

test('a valid value has no problems', () => {
  assert.deepEqual(compileSchema(schema)({ changes: [{ file: 'a' }], mode: 'full', when: '2026-01-31T10:00:00Z', sku: 'aa' }), [])
})

test('a problem says where, what was expected and what was there', () => {
  assert.deepEqual(compileSchema(schema)({ changes: [{ file: 'a' }, { file: 5 }] }), [
    { path: 'changes[1].file', message: 'expected a string, got 5' },
  ])
})

test('all problems are told, on one line', () => {
  assert.equal(
    problemsText(compileSchema(schema)({ mode: 'fsat', chnages: [] })),
    'expected a field "changes", got an object without it. It has "chnages".; unknown field "chnages". Did you mean "changes"?; ' +
      'mode: expected one of "full", "fast", got "fsat". Did you mean "fast"?',
  )
})

test('patterns take time in proportion to the text, formats are checked', () => {
  const check = compileSchema(schema)
  assert.match(problemsText(check({ changes: [], sku: `${'a'.repeat(50_000)}b` })), /^sku: expected text that matches/)
  assert.equal(problemsText(check({ changes: [], when: 'noon' })), 'when: expected a date-time, got "noon"')
})

test('lists of types from draft 07 work where the schema names it', () => {
  const old = { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }
  assert.equal(problemsText(compileSchema(old)([1])), '[0]: expected a string, got 1')
})

const refused: readonly (readonly [JsonObject, string, RegExp])[] = [
  [{ requierd: ['a'] }, 'SCHEMA_KEYWORD', /Unknown keyword "requierd".*Did you mean "required"/],
  [{ type: 'strin' }, 'SCHEMA_UNUSABLE', /type/],
  [{ $ref: '#/nowhere' }, 'SCHEMA_UNUSABLE', /nowhere/],
  [{ pattern: '(?=a)' }, 'PATTERN_SYNTAX', /RE2|pattern/],
  [{ $ref: '#' }, 'SCHEMA_TOO_COSTLY', /without end/],
]

for (const [bad, code, message] of refused) {
  test(`the schema ${JSON.stringify(bad)} is refused as ${code}`, () => {
    assert.throws(
      () => compileSchema(bad),
      (error) => {
        assert.ok(error instanceof UsageError)
        assert.equal(error.code, code)
        assert.match(error.message, message)
        return true
      },
    )
  })
}

test("other programs' keywords are comments", () => {
  assert.deepEqual(compileSchema({ 'x-order': 1, example: 'a', markdownDescription: 'b', type: 'string' })('a'), [])
})
