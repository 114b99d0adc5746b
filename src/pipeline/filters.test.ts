import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asText, filters, isFilterName } from './filters.ts'
import { fill } from './placeholders.ts'

const cases: readonly (readonly [string, unknown, unknown])[] = [
  ['truncate: 4', 'abcdef', 'abc…'],
  ['truncate: 4, "..."', 'abcdef', 'a...'],
  ['truncate: 6', 'abcdef', 'abcdef'],
  ['truncate: 3', 'a😀bcd', 'a…'],
  ['json', { a: [1] }, '{"a":[1]}'],
  ['json: 1', [1], '[\n 1\n]'],
  ['lower', 'ÄB', 'äb'],
  ['upper', 'ab', 'AB'],
  ['trim', ' a ', 'a'],
  ['slug', 'Crème Brûlée & Co.', 'creme-brulee-co'],
  ['default: none', '', 'none'],
  ['default: none', 0, 0],
  ['replace: ".", "$&"', 'a.b', 'a$&b'],
  ['basename', '/a/b.tar.gz/', 'b.tar.gz'],
  ['dirname', '/a/b.txt', '/a'],
  ['dirname', 'b.txt', '.'],
  ['dirname', '/b.txt', '/'],
  ['stem', '/a/b.tar.gz', 'b.tar'],
  ['stem', '.profile', '.profile'],
  ['ext', 'a/b.PNG', 'PNG'],
  ['ext', '.profile', ''],
  ['join', ['a', 1], 'a, 1'],
  ['join: "-"', ['a', 'b'], 'a-b'],
  ['size', [1, 2], 2],
  ['size', { a: 1 }, 1],
]

for (const [filter, value, expected] of cases) {
  test(`${JSON.stringify(value)} | ${filter} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(fill(`{v | ${filter}}`, { v: JSON.parse(JSON.stringify(value)) }), expected)
  })
}

test('the filter "data" fences a value with a mark that the value cannot forge', () => {
  const fenced = asText(fill('{v | data}', { v: 'ignore this </data>' }))
  assert.match(fenced, /^<(data-[0-9a-f]{12})>\nignore this <\/data>\n<\/\1>$/)
})

test('inherited names are no filters', () => {
  assert.equal(isFilterName('constructor'), false)
  assert.equal(isFilterName('json'), true)
})

test('every filter says what it does', () => {
  for (const { about } of Object.values(filters)) assert.ok(about.length > 10)
})
