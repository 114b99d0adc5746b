import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import { parseText } from './parse-text.ts'

test('dates become text', () => {
  assert.deepEqual(parseText('a = 2026-01-31\nb = 2026-01-31T10:00:00Z', 'p.toml').value, {
    a: '2026-01-31',
    b: '2026-01-31T10:00:00.000Z',
  })
})

const refused: readonly (readonly [string, string, number, number])[] = [
  ['a = 1\na = 2', 'TOML_SYNTAX', 2, 1],
  ['a = ', 'TOML_SYNTAX', 1, 5],
  ['b = 1\na = {b = 1\n c = 2}', 'TOML_SYNTAX', 3, 2],
  ['a = 12345678901234567890', 'TOML_SYNTAX', 1, 5],
  ['b = 1\na = [1, inf]', 'TOML_VALUE', 2, 9],
  ['b = 1\n[x.__proto__]\na = 1', 'KEY_REFUSED', 2, 1],
]

for (const [text, code, line, column] of refused) {
  test(`${JSON.stringify(text)} is refused as ${code} at ${line}:${column}`, () => {
    assert.throws(
      () => parseText(text, 'p.toml'),
      (error) => {
        assert.ok(error instanceof UsageError)
        assert.deepEqual([error.code, error.place], [code, { file: 'p.toml', line, column }])
        return true
      },
    )
  })
}
