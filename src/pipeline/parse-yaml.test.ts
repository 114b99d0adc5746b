import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import { parseText } from './parse-text.ts'

const refused: readonly (readonly [string, string, number, number, RegExp])[] = [
  ['a: 1\nb: 2\na: 3', 'KEY_DUPLICATE', 3, 1, /"a" is given twice/],
  ['a: &x 1\nb: *x', 'YAML_ALIAS', 1, 4, /aliases \(\*\) are not allowed/],
  ['a: 12345678901234567890', 'NUMBER_REFUSED', 1, 4, /kept exactly/],
  ['a: .inf', 'NUMBER_REFUSED', 1, 4, /kept exactly/],
  ['a: [1, 2', 'YAML_SYNTAX', 1, 9, /Cannot read this YAML/],
  ['a: b: c', 'YAML_SYNTAX', 1, 4, /Nested mappings/],
  ['? [a]\n: 1', 'KEY_REFUSED', 1, 3, /name as key/],
  ['a: 1\n---\nb: 1', 'YAML_SYNTAX', 2, 1, /expected one document, got several/],
]

for (const [text, code, line, column, message] of refused) {
  test(`${JSON.stringify(text)} is refused as ${code} at ${line}:${column}`, () => {
    assert.throws(
      () => parseText(text, 'p.yaml'),
      (error) => {
        assert.ok(error instanceof UsageError)
        assert.deepEqual([error.code, error.place], [code, { file: 'p.yaml', line, column }])
        assert.match(error.message, message)
        return true
      },
    )
  })
}

test('YAML 1.2 keeps words as words and dates as text', () => {
  assert.deepEqual(parseText('a: yes\nb: 2026-01-31\nc: 0o17\nd: ~\n5: five\n', 'p.yaml').value, {
    a: 'yes',
    b: '2026-01-31',
    c: 15,
    d: null,
    5: 'five',
  })
})

test('places point at keys and values', () => {
  const { places } = parseText('a: 1\nb:\n  - c: |\n      t {z}\n    d: [1, x]\n', 'p.yaml')
  assert.deepEqual(places.placeOf(['b', 0, 'd', 1]), { file: 'p.yaml', line: 5, column: 12 })
  assert.deepEqual(places.placeOf(['b', 0, 'c'], 'key'), { file: 'p.yaml', line: 3, column: 5 })
  assert.deepEqual(places.placeOfText(['b', 0, 'c'], '{z}', 0), { file: 'p.yaml', line: 4, column: 9 })
  assert.deepEqual(places.placeOf(['b', 0, 'missing', 'deep']), { file: 'p.yaml', line: 3, column: 5 })
})

test('an empty file is null', () => {
  assert.equal(parseText('', 'p.yaml').value, null)
})
