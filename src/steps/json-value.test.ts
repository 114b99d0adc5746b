import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonValue } from './json-value.ts'

test('JSON stays what it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) =>
      assert.deepEqual(jsonValue(value), JSON.parse(JSON.stringify(value))),
    ),
  )
})

test('nothing is null, a field without a value is left out, and a date is its text', () => {
  assert.equal(jsonValue(undefined), null)
  assert.deepEqual(jsonValue({ a: undefined, b: [undefined, 1], c: new Date(0) }), {
    b: [null, 1],
    c: '1970-01-01T00:00:00.000Z',
  })
})

test('what JSON cannot hold is refused with its place', () => {
  const circle: Record<string, unknown> = {}
  circle['self'] = { inner: circle }
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [() => 1, /got a function$/],
    [{ a: [1, Symbol('x')] }, /got a symbol at a\[1\]$/],
    [{ a: { b: 1n } }, /got a bigint at a\.b$/],
    [{ a: Number.NaN }, /got NaN at a$/],
    [circle, /got a value that holds itself at self\.inner$/],
    [{ m: new Map([[1, 2]]) }, /got a Map at m$/],
    [Buffer.from('x').buffer, /got a ArrayBuffer$/],
  ]
  for (const [value, message] of cases) assert.throws(() => jsonValue(value), { code: 'RESULT_NOT_JSON', message })
})

test('the same value may stand in two places', () => {
  const shared = { a: 1 }
  assert.deepEqual(jsonValue([shared, shared]), [{ a: 1 }, { a: 1 }])
})
