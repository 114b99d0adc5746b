import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import { hasPlaceholder, placeholderName, placeholdersIn, textPieces } from './placeholder-text.ts'

test('a placeholder is found with its path, filters and place', () => {
  const [found] = placeholdersIn({ list: ['is {a.b-c.0 | replace: "x, y", \'z\' | truncate: 20}'] })
  assert.ok(found)
  assert.equal(placeholderName(found), 'a.b-c.0')
  assert.deepEqual(found.at, ['list', 0])
  assert.equal(found.offset, 3)
  assert.deepEqual(found.filters, [
    { name: 'replace', args: ['x, y', 'z'] },
    { name: 'truncate', args: [20] },
  ])
})

test('every other brace is ordinary text', () => {
  const texts = [
    '{"a": 1}',
    '{ b }',
    '{}',
    '{1}',
    'a{2,3}',
    '{png,jpg}',
    'if (x) { return }',
    '{a b}',
    '{a.}',
    '{.a}',
    '{a|}',
    '{-a}',
  ]
  for (const text of texts) assert.deepEqual(textPieces(text), [text])
})

test('doubled braces are the text of a placeholder, and no placeholder', () => {
  assert.deepEqual(textPieces('a {{name.path | upper}} b'), ['a {name.path | upper} b'])
  assert.equal(hasPlaceholder(['{{name}}']), false)
})

test('an unknown filter is refused with the near one', () => {
  assert.throws(
    () => textPieces('{a | trunctate: 3}'),
    (error) => {
      assert.ok(error instanceof UsageError)
      assert.equal(error.message, 'Unknown filter "trunctate" in {a | trunctate: 3}. Did you mean "truncate"?')
      return true
    },
  )
})

test('a wrong number of arguments is refused', () => {
  assert.throws(
    () => textPieces('{a | truncate}'),
    /Expected 1 to 2 arguments for the filter "truncate" in {a \| truncate}, got 0/,
  )
})

test('hostile text takes time in proportion to its length', () => {
  const texts = ['{a | x: "', '{a.', '{', '{a |', '{a | b: c, '].map((piece) => piece.repeat(200_000))
  for (const text of texts) assert.doesNotThrow(() => textPieces(text.replaceAll('| b', '| lower').replaceAll('| x', '| json')))
})
