import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BreakerDefinition } from '../../pipeline/limit-definition.ts'
import { BreakerGate } from './breaker.ts'
import type { AttemptEnd } from './gate.ts'

const inARow: BreakerDefinition = { opens: { failures: 3 }, on: [], cooldownMs: 1_000, giveUpMs: 10_000 }
const cost = { bytes: 0 }

function gateWith(definition: Partial<BreakerDefinition> = {}) {
  const gate = new BreakerGate('shop', { ...inARow, ...definition })
  const attempt = (kind: AttemptEnd['kind'], at: number, { ms = 1, code }: { ms?: number; code?: string } = {}) => {
    gate.started(at - ms)
    gate.finished({ cost, kind, ms, ...(code === undefined ? {} : { code }) }, at)
  }
  return { gate, attempt }
}

function opened() {
  const made = gateWith()
  for (const at of [10, 20, 30]) made.attempt('retry', at)
  return made
}

test('it opens at the failure that makes the row full, and a success ends the row', () => {
  const { gate, attempt } = gateWith()
  for (const kind of ['retry', 'retry', 'succeeded', 'retry', 'retry'] as const) attempt(kind, 10)
  assert.equal(gate.delay(10), 0)
  attempt('retry', 11)
  assert.equal(gate.delay(11), 1_000)
  assert.equal(gate.state.reason, 'the service fails')
})

test('after the cool-down exactly one trial goes, and its success closes', () => {
  const { gate } = opened()
  assert.equal(gate.delay(1_029), 1)
  assert.equal(gate.delay(1_030), 0)
  gate.started(1_030)
  assert.equal(gate.delay(1_031), Number.POSITIVE_INFINITY)
  gate.finished({ cost, kind: 'succeeded', ms: 5 }, 1_035)
  assert.equal(gate.delay(1_035), 0)
  assert.equal(gate.phase.name, 'closed')
})

test('a trial that fails opens for another cool-down, one that was interrupted leaves its place', () => {
  const { gate } = opened()
  gate.started(1_030)
  gate.finished({ cost, kind: 'retry', ms: 5 }, 1_035)
  assert.equal(gate.delay(1_035), 1_000)
  gate.started(2_035)
  gate.finished({ cost, kind: 'interrupted', ms: 5 }, 2_040)
  assert.equal(gate.delay(2_040), 0)
})

test('attempts from before it opened decide nothing about the trial', () => {
  const { gate } = opened()
  gate.started(1_030)
  gate.finished({ cost, kind: 'retry', ms: 1_030 }, 1_040)
  gate.finished({ cost, kind: 'succeeded', ms: 1_020 }, 1_041)
  assert.equal(gate.delay(1_042), Number.POSITIVE_INFINITY)
})

test('a share opens once enough attempts have ended', () => {
  const { gate, attempt } = gateWith({ opens: { share: 0.5, of: 4 } })
  for (const kind of ['retry', 'retry', 'succeeded'] as const) attempt(kind, 10)
  assert.equal(gate.delay(10), 0)
  attempt('succeeded', 11)
  assert.ok(gate.delay(11) > 0)
})

test('only named codes count, whatever their class', () => {
  const { gate, attempt } = gateWith({ on: ['HTTP_503'] })
  for (const at of [1, 2, 3]) attempt('retry', at, { code: 'HTTP_500' })
  assert.equal(gate.delay(3), 0)
  for (const at of [4, 5, 6]) attempt('failed', at, { code: 'HTTP_503' })
  assert.ok(gate.delay(6) > 0)
})

test('without a success for long enough, waiting has no sense', () => {
  const { gate } = opened()
  gate.started(1_030)
  gate.finished({ cost, kind: 'retry', ms: 1 }, 1_031)
  assert.equal(gate.isGivenUp(10_029), false)
  assert.equal(gate.isGivenUp(10_030), true)
})

test('whatever happens, at most one attempt starts per cool-down while it is not closed', () => {
  const events = fc.array(
    fc.record({
      waitMs: fc.nat(700),
      ms: fc.nat(50),
      kind: fc.constantFrom('retry', 'failed', 'interrupted', 'throttled', 'succeeded'),
    }),
    { minLength: 1, maxLength: 200 },
  )
  fc.assert(
    fc.property(events, (told) => {
      const { gate } = gateWith()
      let now = 0
      let lastFailedTrial = Number.NEGATIVE_INFINITY
      for (const { waitMs, ms, kind } of told) {
        now += waitMs
        if (gate.delay(now) > 0) continue
        const isTrial = gate.phase.name === 'half-open'
        if (isTrial) assert.ok(now - lastFailedTrial >= inARow.cooldownMs)
        gate.started(now)
        if (isTrial) assert.equal(gate.delay(now), Number.POSITIVE_INFINITY)
        now += ms
        gate.finished({ cost, kind: kind as AttemptEnd['kind'], ms }, now) // one of the words above
        if (isTrial && kind === 'retry') lastFailedTrial = now
      }
    }),
  )
})
