import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonLineEntry, lineText, longestRowBytes } from './json-line.ts'

const line = (text: string, number = 2) => ({ number, bytes: Buffer.from(text), sizeBytes: Buffer.byteLength(text) })

test('a carriage return is taken off, a byte order mark only from the first line', () => {
  assert.equal(lineText(line('\ufeffa\r', 1)), 'a')
  assert.equal(lineText(line('\ufeffa')), '\ufeffa')
})

test('a line that is too long says how long', () => {
  const text = lineText({ number: 5, bytes: undefined, sizeBytes: longestRowBytes + 1 })
  assert.ok(typeof text === 'object')
  assert.equal(text.message, 'row 5: longer than 16 MiB (16777217 bytes)')
})

test('a value has the size of its line', () => {
  const entry = jsonLineEntry(line('{"id":"a"} '), '{"id":"a"} ', {})
  assert.deepEqual([entry.kind, entry.id, entry.sizeBytes], ['item', 'a', 11])
})
