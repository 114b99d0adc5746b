import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JsonArray } from './json-array.ts'
import { JsonReader } from './json-reader.ts'

async function* once(text: string) {
  yield Buffer.from(text)
}

const arrayIn = (text: string, ...path: readonly string[]) => new JsonArray(new JsonReader(once(text), 'x'), path)

test('fields before the array are known at once, those behind it at the end', async () => {
  const array = arrayIn('{"a":1,"list":[2,3],"b":{"c":4}}', 'list')
  await array.enter()
  assert.deepEqual(array.envelope, { a: 1 })
  const elements = await Array.fromAsync(array.elements(10))
  assert.deepEqual(
    elements.map(({ text }) => text),
    ['2', '3'],
  )
  await array.leave()
  assert.deepEqual(array.envelope, { a: 1, b: { c: 4 } })
})

test('a field named __proto__ stays a field', async () => {
  const array = arrayIn('{"__proto__":{"x":1},"list":[]}', 'list')
  await array.enter()
  assert.deepEqual(Object.keys(array.envelope), ['__proto__'])
})

test('something else than an array is refused with what it is', async () => {
  await assert.rejects(arrayIn('{"list":7}', 'list').enter(), /Expected an array of items at \$\.list, got 7\./)
  await assert.rejects(arrayIn('{}', 'list').enter(), /got no fields\./)
  await assert.rejects(arrayIn('[1]', 'list').enter(), /Expected an array of items at \$\.list, got \[1\]/)
})
