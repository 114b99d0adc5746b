import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lines } from './lines.ts'

async function* pieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function cut(text: string, size: number, longestBytes = 1000, separator?: number) {
  const found = await Array.fromAsync(
    lines(pieces(text, size), { longestBytes, ...(separator === undefined ? {} : { separator }) }),
  )
  return found.map(({ bytes }) => bytes?.toString())
}

test('lines are the same wherever the pieces are cut', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', '\r', ' '), maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), async (all, size) => {
      assert.deepEqual(await cut(all.map((one) => `${one}\n`).join(''), size), all)
    }),
  )
})

test('the last line needs no end', async () => {
  assert.deepEqual(await cut('a\nb', 2), ['a', 'b'])
  assert.deepEqual(await cut('', 2), [])
})

test('a line over the limit is counted and not kept, the next one is', async () => {
  const found = await Array.fromAsync(lines(pieces('12345\n123\n123456', 2), { longestBytes: 4 }))
  assert.deepEqual(
    found.map(({ number, bytes, sizeBytes }) => [number, bytes?.toString(), sizeBytes]),
    [
      [1, undefined, 5],
      [2, '123', 3],
      [3, undefined, 6],
    ],
  )
})

test('any byte may separate', async () => {
  assert.deepEqual(await cut('a\nb\0c', 2, 10, 0), ['a\nb', 'c'])
})
