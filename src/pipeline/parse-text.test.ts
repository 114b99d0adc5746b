import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import { formatOf, largestTextBytes, parseText } from './parse-text.ts'

test('the three formats give the same values', () => {
  const value = { name: 'p', steps: [{ tool: 'filesystem', n: 1.5, on: true }] }
  assert.deepEqual(parseText('name: p\nsteps:\n  - { tool: filesystem, n: 1.5, on: true }\n', 'p.yaml').value, value)
  assert.deepEqual(parseText('name = "p"\n[[steps]]\ntool = "filesystem"\nn = 1.5\non = true\n', 'p.toml').value, value)
  assert.deepEqual(parseText(JSON.stringify(value), 'p.json').value, value)
})

test('the ending of the name decides the format', () => {
  assert.deepEqual(['a.toml', 'b.JSON', 'c.yml', 'd'].map(formatOf), ['toml', 'json', 'yaml', 'yaml'])
})

test('a byte order mark is no text', () => {
  assert.deepEqual(parseText('\uFEFFa: 1', 'p.yaml').value, { a: 1 })
})

test('more than 4 MiB are refused before anything is read', () => {
  for (const file of ['p.yaml', 'p.toml', 'p.json']) {
    assert.throws(() => parseText('x'.repeat(largestTextBytes + 1), file), {
      code: 'FILE_TOO_LARGE',
      place: { file, line: 1, column: 1 },
    })
  }
})

const bombs: readonly (readonly [string, string, string])[] = [
  ['nested lists', 'p.yaml', '['.repeat(100_000)],
  ['nested lists in JSON', 'p.json', '['.repeat(100_000)],
  ['nested lists in TOML', 'p.toml', `a = ${'['.repeat(100_000)}`],
  ['nested maps', 'p.yaml', '{a: '.repeat(100_000)],
  ['nested dashes', 'p.yaml', '- '.repeat(100_000)],
  ['nested question marks', 'p.yaml', '? '.repeat(100_000)],
  ['deep indentation', 'p.yaml', Array.from({ length: 200 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
  ['an alias bomb', 'p.yaml', `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]`],
  ['a merge key', 'p.yaml', '<<: { a: 1 }'],
  ['a tag of its own', 'p.yaml', 'a: !!js/function "x"'],
  ['several documents', 'p.yaml', 'a: 1\n---\nb: 2'],
  ['many pieces', 'p.yaml', 'a: 1\n'.repeat(200_000)],
]

for (const [what, file, text] of bombs) {
  test(`${what} are refused with file, line and column`, () => {
    assert.throws(
      () => parseText(text, file),
      (error) =>
        error instanceof UsageError &&
        error.place?.file === file &&
        error.place.line !== undefined &&
        error.place.column !== undefined,
    )
  })
}

test('no key reaches a prototype', () => {
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    const texts = [
      [`${key}: { polluted: 1 }`, 'p.yaml'],
      [`a: { b: [{ "${key}": { polluted: 1 } }] }`, 'p.yaml'],
      [`{ "a": { "${key}": { "polluted": 1 } } }`, 'p.json'],
      [`{ "\\u005f\\u005fproto__": 1, "${key}": 1 }`, 'p.json'],
      [`[a.${key}]\npolluted = 1`, 'p.toml'],
      [`a = { ${key} = { polluted = 1 } }`, 'p.toml'],
    ] as const
    for (const [text, file] of texts) assert.throws(() => parseText(text, file), { code: 'KEY_REFUSED' })
  }
  assert.equal('polluted' in {}, false)
})
