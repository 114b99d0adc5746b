import assert from 'node:assert/strict'
import { test } from 'node:test'
import { budgetSchema, limitDefinition, limitsSchema } from './schema-limits.ts'

const parse = (keys: unknown) => limitDefinition('shop', limitsSchema.parse({ shop: keys })['shop'] ?? {})

test('one rate or several make the windows of a limit', () => {
  assert.deepEqual(parse({ requests: '20/s', burst: 40 }), {
    ...{ name: 'shop', requests: [{ amount: 20, perMs: 1_000 }], tokens: [], cost: [], scope: 'batch', burst: 40 },
  })
  assert.deepEqual(parse({ requests: ['20/s', '500/m'] }).requests.length, 2)
})

test('a breaker opens at a count or at a share', () => {
  const byCount = { opens: { failures: 5 }, on: [], cooldownMs: 30_000, giveUpMs: 3_600_000 }
  assert.deepEqual(parse({ breaker: {} }).breaker, byCount)
  assert.deepEqual(parse({ breaker: { failures: '50%', of: 10, on: 'TIMEOUT', cooldown: '1s' } }).breaker, {
    ...{ opens: { share: 0.5, of: 10 }, on: ['TIMEOUT'], cooldownMs: 1_000, giveUpMs: 3_600_000 },
  })
})

test('rates that cannot be are refused', () => {
  for (const requests of ['0/s', '2/fortnight', [], 20, ['20/s', 'x']])
    assert.equal(limitsSchema.safeParse({ shop: { requests } }).success, false, JSON.stringify(requests))
})

test('a budget has amounts above 0', () => {
  assert.deepEqual(budgetSchema.parse({ usd: 0.5, tokens: '10k', bytes: '1MB', time: '1h' }), {
    ...{ usd: 0.5, tokens: 10_000, bytes: 1_000_000, time: 3_600_000 },
  })
  for (const usd of [0, -1, 'much', true]) assert.equal(budgetSchema.safeParse({ usd }).success, false, String(usd))
})
