import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMet, median } from './rows.ts'

test('a goal is a bound from below or from above', () => {
  assert.equal(isMet({ what: 'speed', value: 3, unit: '×', goal: '≥ 2.5' }), true)
  assert.equal(isMet({ what: 'speed', value: 2, unit: '×', goal: '≥ 2.5' }), false)
  assert.equal(isMet({ what: 'start', value: 300, unit: 'ms', goal: '≤ 250' }), false)
})

test('a row without a goal misses none', () => {
  assert.equal(isMet({ what: 'a peer', value: 1, unit: '' }), true)
})

test('the median is the one in the middle', () => {
  assert.equal(median([9, 1, 5]), 5)
})
