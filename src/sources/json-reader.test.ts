import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { JsonReader } from './json-reader.ts'

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('a value ends where its JSON ends, however the bytes come', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.json(),
      fc.constantFrom(',', ']', ' ]', '\n', ''),
      fc.integer({ min: 1, max: 7 }),
      async (json, end, size) => {
        const reader = new JsonReader(pieces(` \n${json}${end}`, size), 'x.json')
        const { text, sizeBytes, place } = await reader.value(1_000_000)
        assert.equal(text, json)
        assert.equal(sizeBytes, Buffer.byteLength(json))
        assert.deepEqual(place, { file: 'x.json', line: 2, column: 1 })
        assert.equal(await reader.peek(), end.trim())
      },
    ),
  )
})

test('a value over the limit is passed over', async () => {
  const reader = new JsonReader(pieces('"12345678",2', 3), 'x')
  const { text, sizeBytes } = await reader.value(5)
  assert.deepEqual([text, sizeBytes], [undefined, 10])
  assert.equal(await reader.take(','), ',')
  assert.equal((await reader.value(5)).text, '2')
})

test('a wrong character is told with its place', async () => {
  const reader = new JsonReader(pieces('[\n  }', 2), 'x')
  await reader.take('[')
  await assert.rejects(reader.take(',', ']'), { message: 'Broken JSON: expected "," or "]", got "}" at line 2, column 3.' })
})
