import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitDefinition, memoryAllowances, turnstileWith } from '../../test/support/limit-parts.ts'
import { type AllowanceStore, type KeptAllowance, untouched } from './allowance.ts'
import { Limit } from './limit.ts'

const cost = { bytes: 0 }
const tenPerSecond = { requests: [{ amount: 10, perMs: 1_000 }], burst: 2 }

test('what a process that died has taken is not granted again', () => {
  const kept: Record<string, KeptAllowance> = {}
  const first = turnstileWith(tenPerSecond, memoryAllowances(kept))
  first.turnstile.enter(1, cost)
  const second = turnstileWith(tenPerSecond, memoryAllowances(kept))
  second.limit.supply(cost, 1)
  assert.equal(second.limit.delay(cost), 100)
})

test('after a reboot a limit that was in use waits for a whole window', () => {
  const kept = { shop: { state: { handedOut: { 'requests/1000': 9e12 }, quietUntil: 9e12 }, isForeign: true } }
  const { clock, limit } = turnstileWith(tenPerSecond, memoryAllowances(kept))
  limit.supply(cost, 1)
  assert.equal(limit.delay(cost), 1_000)
  clock.advance(1_000)
  limit.supply(cost, 1)
  assert.equal(limit.delay(cost), 0)
})

test('quiet that one process was asked for holds for the others', () => {
  const kept: Record<string, KeptAllowance> = {}
  turnstileWith(tenPerSecond, memoryAllowances(kept)).limit.throttled(3_000)
  const { limit } = turnstileWith(tenPerSecond, memoryAllowances(kept))
  limit.supply(cost, 1)
  assert.equal(limit.delay(cost), 3_000)
})

test('a slice that takes time to be kept is waited for, and a store that fails is told', async () => {
  const kept: AllowanceStore = memoryAllowances()
  const later: AllowanceStore = { update: async (name, change) => kept.update(name, change) }
  const { limit } = turnstileWith({ ...tenPerSecond, scope: 'batch' }, later)
  limit.supply(cost, 1)
  assert.equal(limit.delay(cost), Number.POSITIVE_INFINITY)
  assert.equal(limit.outlook(cost, 0), 0)
  await new Promise(setImmediate)
  assert.equal(limit.delay(cost), 0)

  const broken: AllowanceStore = { update: () => Promise.reject(new Error('disk')) }
  const { limit: lost, told } = turnstileWith(tenPerSecond, broken)
  lost.supply(cost, 1)
  await new Promise(setImmediate)
  assert.equal(told.lost.length, 1)
})

test('the quota that a service announces is not exceeded, and its window begins anew', () => {
  const { clock, limit } = turnstileWith(tenPerSecond)
  limit.announced({ remaining: 0, resetMs: 700 })
  limit.supply(cost, 1)
  assert.equal(limit.delay(cost), 700)
  limit.announced({ remaining: 0 })
  assert.equal(limit.delay(cost), 1_000)
  clock.advance(1_000)
  limit.supply(cost, 1)
  assert.equal(limit.delay(cost), 0)
})

test('it shows its rate always, and its other gates while they hold back', () => {
  const definition = limitDefinition({ ...tenPerSecond, breaker: { opens: { failures: 2 }, on: [], cooldownMs: 1, giveUpMs: 1 } })
  const none = () => {}
  const limit = new Limit({ definition, store: memoryAllowances(), now: () => 0, onChange: none, onBreaker: none, onLost: none })
  assert.deepEqual(
    limit.states.map(({ name }) => name),
    ['shop'],
  )
  limit.throttled(1_000)
  limit.delay(cost)
  assert.ok(limit.states.some(({ reason }) => reason === 'the service asked to wait'))
})

test('a slice that another process took in between is asked for again', () => {
  const { limit } = turnstileWith(tenPerSecond, {
    update: (_name, change) => change({ state: untouched, isForeign: false }).answer,
  })
  assert.equal(limit.delay(cost), 1)
})

test('another rate holds from the next attempt on, and what was used stays used', () => {
  const { clock, limit } = turnstileWith({ requests: [{ amount: 10, perMs: 1_000 }], burst: 1 })
  const next = () => {
    limit.supply(cost, 1)
    return limit.delay(cost)
  }
  assert.equal(next(), 0)
  limit.started(cost)
  assert.equal(limit.retune({ amount: 100, perMs: 1_000 }), true)
  assert.equal(next(), 100)
  clock.advance(100)
  assert.equal(next(), 0)
  limit.started(cost)
  assert.equal(next(), 10)
})

test('a limit without a rate of requests has none to change', () => {
  assert.equal(turnstileWith({ concurrency: 2 }).limit.retune({ amount: 1, perMs: 1_000 }), false)
})
