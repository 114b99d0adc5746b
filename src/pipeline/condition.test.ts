import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PermanentError, UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { compileCondition, compileExpression } from './condition.ts'

const names: JsonObject = { analysis: { changes: [1], n: 2 }, content: 'aaab', items: [{ ys: [3], m: 1 }], config: {} }

const answers: readonly (readonly [string, boolean])[] = [
  ['size(analysis.changes) > 0', true],
  ['analysis.n + 1 == 3 && analysis.n % 2 == 0 && 3 - analysis.n < 1.5', true],
  ['analysis.n * 2.5 / 2 == 2.5', true],
  ['re(content, "^a+b$")', true],
  ['!has(config.mode) || config.mode == "full"', true],
  ['items.exists(x, x.ys.all(y, y < x.m))', false],
  ['analysis.n in [1, 2]', true],
  ['type(content) == string', true],
]

for (const [text, answer] of answers) {
  test(`\`${text}\` is ${answer}`, () => assert.equal(compileCondition(text).holds(names), answer))
}

test('a condition names what it looks at, without its own variables', () => {
  assert.deepEqual(compileCondition('items.exists(x, x.ys.all(z, z > x.m && ready)) && type(n) == int').names, [
    'items',
    'ready',
    'n',
  ])
  assert.deepEqual(compileCondition('x.exists(x, x > 1)').names, ['x'])
})

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['size(a >', 'CONDITION_SYNTAX', /Cannot read the condition `size\(a >`: .* \(at character 9\)/],
  ['', 'CONDITION_SYNTAX', /Cannot read/],
  ['1 + 2', 'CONDITION_TYPE', /to be true or false, got int/],
  ['siez(a) > 1', 'CONDITION_TYPE', /makes no sense/],
  ['content.matches("(a+)+$")', 'CONDITION_MATCHES', /can take hours/],
  ['re(content, "(?=a)")', 'PATTERN_SYNTAX', /Cannot read the pattern/],
  ['a.exists(x, b.exists(y, c.exists(z, true)))', 'CONDITION_TOO_COSTLY', /at most 2 loops/],
  ['('.repeat(2_000), 'CONDITION_SYNTAX', /Cannot read/],
  [`a${' + a'.repeat(3_000)} == "x"`, 'CONDITION_TOO_LONG', /at most 10000 characters/],
]

for (const [text, code, message] of refused) {
  test(`\`${text.slice(0, 50)}\` is refused as ${code}, with its place`, () => {
    const place = { file: 'p.yaml', line: 3, column: 9 }
    assert.throws(
      () => compileCondition(text, place),
      (error) => {
        assert.ok(error instanceof UsageError)
        assert.deepEqual([error.code, error.place], [code, place])
        assert.match(error.message, message)
        return true
      },
    )
  })
}

test('a question without an answer is a failure of the item', () => {
  for (const text of ['analysis.missing > 1', 'analysis.n', 'content > 1', 'constructor == null', 'config.__proto__ == null']) {
    assert.throws(
      () => compileCondition(text).holds(names),
      (error) => error instanceof PermanentError && error.code === 'CONDITION_FAILED',
    )
  }
})

test('an evil pattern in a condition does not take long', () => {
  const evil = compileCondition('re(content, "^(a+)+$")')
  assert.equal(evil.holds({ content: `${'a'.repeat(50_000)}!` }), false)
})

test('an expression has a value of any kind, whole numbers as plain ones', () => {
  const answer = (text: string) => compileExpression(text).valueOf({ a: { b: [1, 2] }, n: 3 })
  assert.deepEqual([answer('size(a.b)'), answer('n + 1'), answer('a.b'), answer('"x" + "y"')], [2, 4, [1, 2], 'xy'])
  assert.deepEqual(compileExpression('a.b.size() + n').names, ['a', 'n'])
  assert.throws(() => compileExpression('a +', { file: 'p.yaml', line: 3 }), {
    code: 'CONDITION_SYNTAX',
    place: { file: 'p.yaml', line: 3 },
  })
})
