import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sample } from '../../../../test/support/image-run.ts'
import { boxesIn, findBox } from './boxes.ts'
import { readMovie } from './movie.ts'

const file = readFileSync(sample('wheel-turning'))
const content = findBox(boxesIn(file), 'moov')?.content ?? Buffer.alloc(0)

test('a sequence has its frames, their durations and its alpha track', () => {
  const found = readMovie(content, file.length)
  assert.equal(found?.movie.colour.samples.length, 3)
  assert.equal(found?.movie.alpha?.samples.length, 3)
  assert.deepEqual(found?.movie.durationsMs, [200, 200, 200])
  assert.deepEqual(found?.transformations, [])
})

test('a movie whose frames lie behind the end of the file is a truncation', () => {
  assert.throws(() => readMovie(content, 1_000), { code: 'IMAGE_TRUNCATED' })
})

test('a movie without AV1 pictures is none', () => {
  assert.equal(readMovie(Buffer.alloc(0), 100), undefined)
})
