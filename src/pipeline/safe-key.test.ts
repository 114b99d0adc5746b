import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SourceText } from './places.ts'
import { deepestText, isDangerous, refuseDepth, refuseKey, refuseNumber } from './safe-key.ts'

const source = new SourceText('f', 'text')

test('keys that reach a prototype are dangerous, others are not', () => {
  assert.deepEqual(['__proto__', 'constructor', 'prototype', 'proto', 'toString'].map(isDangerous), [
    true,
    true,
    true,
    false,
    false,
  ])
  assert.throws(() => refuseKey('constructor', source, 1), { code: 'KEY_REFUSED', place: { file: 'f', line: 1, column: 2 } })
})

test('numbers that would lose digits are refused', () => {
  for (const fine of [0, -1.5, 2 ** 53 - 1, 1e300]) refuseNumber(fine, source, 0)
  for (const lost of [2 ** 53, -(2 ** 60), Number.POSITIVE_INFINITY, Number.NaN])
    assert.throws(() => refuseNumber(lost, source, 0), /quotes|exactly/)
})

test('the deepest level is fine, one more is not', () => {
  refuseDepth(deepestText, source, 0)
  assert.throws(() => refuseDepth(deepestText + 1, source, 0), /at most 64 levels/)
})
