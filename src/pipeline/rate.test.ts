import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountOf, readRate } from './rate.ts'

test('a rate is a number per second, minute, hour or day', () => {
  assert.deepEqual(readRate('20/s'), { amount: 20, perMs: 1_000 })
  assert.deepEqual(readRate('1.5 / minute'), { amount: 1.5, perMs: 60_000 })
  assert.deepEqual(readRate('100k/h'), { amount: 100_000, perMs: 3_600_000 })
  assert.deepEqual(readRate('2M/day'), { amount: 2_000_000, perMs: 86_400_000 })
})

test('what is no rate is refused with the reason', () => {
  assert.match(String(readRate('2/fortnight')), /"2\/fortnight" is no rate: expected s, m, h or d .* got "fortnight"/)
  assert.match(String(readRate('0/s')), /lets nothing start/)
  for (const text of ['20', '/s', '20/', '-1/s', '1e9/s', '20/s/s', 'many/m', ''])
    assert.match(String(readRate(text)), /is no rate/, text)
})

test('amounts are counted in thousands and millions', () => {
  assert.deepEqual(['10', '1.5', '10k', '2 M', '10kb', ''].map(amountOf), [10, 1.5, 10_000, 2_000_000, undefined, undefined])
})
