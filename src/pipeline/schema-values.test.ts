import assert from 'node:assert/strict'
import { test } from 'node:test'
import { duration, durationMs, size, sizeBytes, tolerance, word } from './schema-values.ts'

test('durations have units, also several', () => {
  assert.deepEqual(
    ['30s', '500ms', '2m', '1h30m', '1.5s', '1d'].map(durationMs),
    [30_000, 500, 120_000, 5_400_000, 1_500, 86_400_000],
  )
  assert.deepEqual(['30', '', 's', '1 s', '1h-', '-1s', '1s2'].map(durationMs), Array(7).fill(undefined))
})

test('sizes are decimal or binary, as their unit says', () => {
  assert.deepEqual(['1MB', '512KiB', '10b', '1.5 GiB', '2kb'].map(sizeBytes), [1_000_000, 524_288, 10, 1_610_612_736, 2_000])
  assert.deepEqual(['1', 'MB', '1XB', '-1MB', '1 M'].map(sizeBytes), Array(5).fill(undefined))
})

test('a bare number is no duration and no size', () => {
  assert.match(duration.safeParse(30).error?.message ?? '', /with its unit/)
  assert.match(size.safeParse('30').error?.message ?? '', /with its unit/)
  assert.equal(duration.parse('1m'), 60_000)
})

test('tolerance is a count or a share', () => {
  assert.deepEqual(tolerance.parse(10), { count: 10 })
  assert.deepEqual(tolerance.parse('2.5%'), { share: 0.025 })
  for (const wrong of ['10', '101%', -1, 1.5, '%']) assert.equal(tolerance.safeParse(wrong).success, false)
})

test('words count in any case', () => {
  assert.equal(word(['strict', 'flexible']).parse('STRICT'), 'strict')
  assert.equal(word(['strict']).safeParse(1).success, false)
})
