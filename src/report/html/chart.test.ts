import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Chart, chart } from './chart.ts'

function drawn(values: readonly (number | null)[], changes: Partial<Chart> = {}): string {
  const points = values.map((value, index) => ({ atSeconds: index * 2, value }))
  return chart({ title: 'Load', label: 'load', points, intervalSeconds: 2, format: String, ...changes }).text
}

test('a time without a measurement is a gap in the curve, not a zero', () => {
  const text = drawn([1, 2, null, 3, 4])
  assert.equal(text.match(/<polyline class="curve"/g)?.length, 2)
  assert.doesNotMatch(text, /<td class="number">0</)
})

test('the figures are in a table and the curve is described in words', () => {
  const text = drawn([1, 3])
  assert.match(text, /aria-label="Load: 2 on average, at most 3; /)
  assert.match(text, /<th scope="row" class="number">2 s<\/th><td class="number">3<\/td>/)
})

test('a single point is no curve', () => {
  assert.equal(drawn([5]), '')
  assert.equal(drawn([null, 5, null]), '')
})

test('a limit is a dashed line with its own column', () => {
  const points = [1, 2].map((value, index) => ({ atSeconds: index * 2, value, limit: 4 }))
  const text = drawn([], { points, limitLabel: 'workers' })
  assert.match(text, /<polyline class="limit"/)
  assert.match(text, /<figcaption>Load \(dashed: workers\)/)
  assert.match(text, /<th scope="col" class="number">workers/)
})
