import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoteTally } from './note-tally.ts'

test('numbers are summed up by their range, words by how often they came', () => {
  const tally = new NoteTally()
  tally.add({ pixels: 100, decoder: 'sharp', alpha: true })
  tally.add({ pixels: 300, decoder: 'ffmpeg', alpha: true, list: [1] })
  tally.add({ decoder: 'sharp' })
  assert.deepEqual(tally.notes, {
    numbers: { pixels: { count: 2, sum: 400, min: 100, max: 300 } },
    words: { decoder: { sharp: 2, ffmpeg: 1 }, alpha: { true: 2 } },
  })
})

test('a note that differs for every item takes no more room than twenty words', () => {
  const tally = new NoteTally()
  for (let i = 0; i < 1_000; i++) tally.add({ name: `file ${i}` })
  const words = tally.notes.words['name'] ?? {}
  assert.equal(Object.keys(words).length, 21)
  assert.equal(words['…'], 980)
})

test('a name that is also a part of every object is a name like any other', () => {
  const tally = new NoteTally()
  tally.add(JSON.parse('{"__proto__":"x","constructor":2}'))
  assert.equal(Object.hasOwn(tally.notes.numbers, 'constructor'), true)
  assert.equal(({} as Record<string, unknown>)['x'], undefined)
})
