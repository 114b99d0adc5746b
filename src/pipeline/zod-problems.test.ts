import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { parseText } from './parse-text.ts'
import { findingsOf, keysAt, pathText, refuseFindings } from './zod-problems.ts'

const schema = z.strictObject({
  size: z.int().min(1).optional(),
  kind: z.enum(['small', 'large']).optional(),
  list: z.union([z.string(), z.array(z.string())]).optional(),
  inner: z.strictObject({ depth: z.number() }).optional(),
  pick: z
    .discriminatedUnion('action', [
      z.strictObject({ action: z.literal('read') }),
      z.strictObject({ action: z.literal('write'), n: z.int() }),
    ])
    .optional(),
})

const sentences: readonly (readonly [Json, string])[] = [
  [{ size: 'three' }, '`size`: expected a number, got "three".'],
  [{ size: 0 }, '`size`: expected at least 1, got 0.'],
  [{ kind: 'smal' }, '`kind`: expected "small", "large", got "smal". Did you mean "small"?'],
  [{ list: [1] }, '`list[0]`: expected text, got 1.'],
  [{ list: 5 }, '`list`: expected text, or a list, got 5.'],
  [{ sise: 1 }, 'Unknown key "sise". Did you mean "size"?'],
  [{ inner: { deph: 1 } }, 'Unknown key "deph" in `inner`. Did you mean "depth"?'],
  [{ pick: { action: 'raed' } }, '`pick.action`: expected "read", "write", got "raed". Did you mean "read"?'],
  [{ pick: { actoin: 'read' } }, 'Unknown key "actoin". Did you mean "action"?'],
  [{ pick: { action: 'write', n: 'x' } }, '`pick.n`: expected a number, got "x".'],
]

for (const [value, sentence] of sentences) {
  test(`${JSON.stringify(value)} is told as: ${sentence.split('\n')[0]}`, () => {
    const messages = findingsOf({ schema, value }).map(({ message }) => message)
    assert.equal(messages.join('\n'), sentence)
  })
}

test('a value with a placeholder is judged later, everything else now', () => {
  const told = (value: Json) => findingsOf({ schema, value, forgivePlaceholders: true }).map(({ path }) => pathText(path))
  assert.deepEqual(told({ size: '{config.size}', kind: '{x}', list: ['{a}'], pick: { action: '{config.a}' } }), [])
  assert.deepEqual(told({ size: '{ x }', pick: { action: 'write', n: '{n}' }, list: 3 }), ['size', 'list'])
})

test('the first finding in the file is thrown, the others are named with their places', () => {
  const { value, places } = parseText('kind: smal\nsize: 0\nsise: 1\n', 'p.yaml')
  const found = findingsOf({ schema, value })
  assert.throws(
    () => refuseFindings([...found].reverse(), places),
    (error) => {
      assert.ok(error instanceof UsageError)
      assert.deepEqual(error.place, { file: 'p.yaml', line: 1, column: 7 })
      assert.equal(
        error.message,
        '`kind`: expected "small", "large", got "smal". Did you mean "small"?\n' +
          'p.yaml:2:7: `size`: expected at least 1, got 0.\np.yaml:3:1: Unknown key "sise". Did you mean "size"?',
      )
      return true
    },
  )
})

test('keys are known at every depth, through choices', () => {
  assert.deepEqual(keysAt(schema, ['inner']), ['depth'])
  assert.deepEqual(keysAt(schema, ['pick']), ['action', 'action', 'n'])
})
