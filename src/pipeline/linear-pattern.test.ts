import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import { linearPattern } from './linear-pattern.ts'

test('a pattern is found anywhere in a text', () => {
  assert.equal(linearPattern('b+').test('abba'), true)
  assert.equal(linearPattern('^b+$').test('abba'), false)
  assert.equal(linearPattern('[\\u0041-\\u0043]').test('xB'), true)
})

test('a pattern that takes others for ever answers at once', () => {
  assert.equal(linearPattern('^(a|a)*$').test(`${'a'.repeat(50_000)}b`), false)
})

test('a pattern that cannot be read is refused', () => {
  for (const pattern of ['(', '(?<=a)b', '(a)\\1', '[z-a]']) {
    assert.throws(
      () => linearPattern(pattern),
      (error) => error instanceof UsageError && error.code === 'PATTERN_SYNTAX',
    )
  }
})

test('more patterns than are kept still work', () => {
  for (let n = 0; n < 300; n++) assert.equal(linearPattern(`^${n}$`).test(String(n)), true)
  assert.equal(linearPattern('^0$').test('0'), true)
})
