import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonPath, pathText } from './json-path.ts'

test('the ways people write to an array', () => {
  const ways = {
    $: [],
    '$[*]': [],
    'a.b': ['a', 'b'],
    '$.a.b[*]': ['a', 'b'],
    "$['a b'].c.*": ['a b', 'c'],
    '$["x\\"y"]': ['x"y'],
  }
  for (const [text, names] of Object.entries(ways)) assert.deepEqual(jsonPath(text), names, text)
  assert.equal(pathText(['a', 'b']), '$.a.b')
})

test('what is no way to one array is refused', () => {
  for (const text of ['$.a[0]', '$..a', '$.a[*].b', '$[?(@.x)]', 'a b', '$.']) {
    assert.throws(() => jsonPath(text), { name: 'UsageError', code: 'JSON_PATH' }, text)
  }
})
