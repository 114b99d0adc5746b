import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { UsageError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { parseText } from './parse-text.ts'
import { valueAt } from './zod-problems.ts'

const refused: readonly (readonly [string, string, number, number])[] = [
  ['{"a": 1, "a": 2}', 'KEY_DUPLICATE', 1, 10],
  ['{"a": [1,}', 'JSON_SYNTAX', 1, 10],
  ['{"a": 1} x', 'JSON_SYNTAX', 1, 10],
  ['', 'JSON_SYNTAX', 1, 1],
  ['{\n "a": "\n"}', 'JSON_SYNTAX', 2, 8],
  ['{"a": 12345678901234567890}', 'NUMBER_REFUSED', 1, 7],
]

for (const [text, code, line, column] of refused) {
  test(`${JSON.stringify(text)} is refused as ${code} at ${line}:${column}`, () => {
    assert.throws(
      () => parseText(text, 'p.json'),
      (error) => {
        assert.ok(error instanceof UsageError)
        assert.deepEqual([error.code, error.place], [code, { file: 'p.json', line, column }])
        return true
      },
    )
  })
}

test('every value is found at its place', () => {
  const value = fc
    .jsonValue({ maxDepth: 4, noUnicodeString: false })
    .filter((one) => !/__proto__|constructor|prototype/.test(JSON.stringify(one)))
  fc.assert(
    fc.property(value, fc.constantFrom(0, 1), (given, indent) => {
      const text = JSON.stringify(given, null, indent)
      if (/\d{16}/.test(text)) return
      const { value: read, places } = parseText(text, 'p.json')
      assert.deepEqual(read, JSON.parse(text))
      for (const path of pathsOf(read, [])) {
        const { line = 0, column = 0 } = places.placeOf(path)
        const rest = text
          .split('\n')
          .slice(line - 1)
          .join('\n')
          .slice(column - 1)
        assert.ok(rest.startsWith(JSON.stringify(valueAt(read, path)).slice(0, 1)))
      }
    }),
    { numRuns: 200 },
  )
})

function pathsOf(value: Json, path: readonly (string | number)[]): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const isList = Array.isArray(value)
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner as Json, [...path, isList ? Number(key) : key]))] // parts of JSON
}
