import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drive, mostWithin, refusedBy } from '../../../test/support/rate-drive.ts'
import type { LimitDefinition } from '../../pipeline/limit-definition.ts'
import { lease, untouched } from '../allowance.ts'
import { rateWindows } from '../rate-window.ts'
import { RateGate } from './rate.ts'

function limitOf(given: Partial<LimitDefinition>): LimitDefinition {
  return { name: 'shop', requests: [], tokens: [], cost: [], scope: 'batch', ...given }
}

const perSecond = (amount: number) => ({ amount, perMs: 1_000 })
const saturated = (count: number) => Array.from({ length: count }, () => 0)

test('no stretch of a window holds more starts than its amount, however attempts arrive and processes die', () => {
  const arrivals = fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 1, maxLength: 150 })
  const kills = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 3 })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      arrivals,
      kills,
      fc.integer({ min: 1, max: 3 }),
      (amount, times, deaths, processes) => {
        const limit = limitOf({ requests: [perSecond(amount)] })
        const starts = drive({ limit, arrivals: times, kills: deaths, processes, untilMs: 60_000 })
        assert.ok(mostWithin(starts, 1_000) <= amount, `${mostWithin(starts, 1_000)} of ${amount}`)
      },
    ),
    { numRuns: 40 },
  )
})

test('a bucket of the burst refuses none, also when requests are spread out on their way', () => {
  const kills = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 3 })
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 80 }),
      fc.integer({ min: 1, max: 100 }),
      kills,
      fc.infiniteStream(fc.nat(1_000)),
      (...given) => {
        const [burst, amount, deaths, chance] = given
        const limit = limitOf({ requests: [perSecond(amount)], burst })
        const starts = drive({ limit, arrivals: saturated(300), kills: deaths, untilMs: 6_000 })
        const mostJitter = Math.min(500, ((burst / 2) * 1_000) / amount)
        const arrived = starts.map((at) => at + ((chance.next().value ?? 0) / 1_000) * mostJitter).sort((a, b) => a - b)
        assert.equal(refusedBy(arrived, { burst, perMs: amount / 1_000 }), 0)
      },
    ),
    { numRuns: 40 },
  )
})

test('under saturation at least 97 % of the allowance is used, with timers that are late', () => {
  const late = fc.infiniteStream(fc.integer({ min: 0, max: 5 }))
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 200 }),
      fc.option(fc.constant(40), { nil: undefined }),
      late,
      (amount, burst, lateness) => {
        const limit = limitOf({ requests: [perSecond(amount)], ...(burst === undefined ? {} : { burst }) })
        const starts = drive({
          limit,
          arrivals: saturated(amount * 25),
          untilMs: 20_000,
          lateMs: () => lateness.next().value ?? 0,
        })
        const used = starts.filter((at) => at <= 20_000).length / (20 * amount)
        assert.ok(used >= 0.97, `${amount}/s: ${used}`)
      },
    ),
    { numRuns: 6 },
  )
})

test('two processes together use all of one allowance, and no more', () => {
  const limit = limitOf({ requests: [perSecond(20)], burst: 40, scope: 'machine' })
  const starts = drive({ limit, arrivals: saturated(2_000), processes: 2, kills: [20_000, 40_000], untilMs: 60_000 })
  assert.equal(refusedBy(starts, { burst: 40, perMs: 0.02 }), 0)
  assert.ok(starts.length >= 0.97 * 1_200, String(starts.length))
})

test('several windows hold at once', () => {
  const limit = limitOf({ requests: [perSecond(20), { amount: 100, perMs: 10_000 }] })
  const starts = drive({ limit, arrivals: saturated(1_000), untilMs: 40_000 })
  assert.ok(mostWithin(starts, 1_000) <= 20)
  assert.ok(mostWithin(starts, 10_000) <= 100)
  assert.ok(starts.length >= 0.97 * 400, String(starts.length))
})

function tokenGate() {
  const limit = limitOf({ tokens: [{ amount: 1_000, perMs: 1_000 }] })
  const gate = new RateGate({ name: 'shop', windows: rateWindows(limit), isShared: false })
  const kept = { state: untouched, isForeign: false }
  const tryAt = (now: number, tokens: number) => {
    const cost = { bytes: 0, tokens }
    const asks = gate.asks(now, cost, 1)
    const answer = asks.length === 0 ? undefined : lease(kept, asks, { now, aheadMs: gate.aheadMs })
    if (answer?.kind === 'later') gate.refused(now + answer.waitMs)
    if (answer?.kind === 'granted') {
      kept.state = answer.state
      gate.granted(answer.spans)
    }
    const wait = gate.delay(now, cost)
    if (wait === 0) gate.started(now, cost)
    return wait
  }
  return { gate, tryAt }
}

test('tokens pass while there is no debt, and the next attempt waits for what was used', () => {
  const { gate, tryAt } = tokenGate()
  assert.equal(tryAt(0, 500), 0)
  const afterEstimate = tryAt(1, 500)
  assert.ok(afterEstimate > 450 && afterEstimate < 520, String(afterEstimate))
  gate.finished({ cost: { bytes: 0, tokens: 500 }, kind: 'succeeded', ms: 1, actual: { tokens: 1_500 } }, 2)
  const afterDebt = tryAt(505, 500)
  assert.ok(afterDebt > 950 && afterDebt < 1_050, String(afterDebt))
})

test('tokens that were kept free and not used are given back', () => {
  const { gate, tryAt } = tokenGate()
  assert.equal(tryAt(0, 900), 0)
  assert.ok(tryAt(1, 900) > 850)
  gate.finished({ cost: { bytes: 0, tokens: 900 }, kind: 'succeeded', ms: 2, actual: { tokens: 100 } }, 2)
  assert.ok(tryAt(3, 900) < 110)
  assert.equal(tryAt(110, 900), 0)
})

test('what was kept free before a pause is not given back after it', () => {
  const { gate, tryAt } = tokenGate()
  assert.equal(tryAt(0, 500), 0)
  assert.equal(tryAt(2_000, 500), 0)
  gate.finished({ cost: { bytes: 0, tokens: 500 }, kind: 'succeeded', ms: 2_001, actual: { tokens: 0 } }, 2_001)
  assert.ok(tryAt(2_002, 500) > 450)
})

test('the window that is worth most time sets the pace', () => {
  const windows = rateWindows(limitOf({ requests: [perSecond(10)], tokens: [perSecond(1_000)] }))
  const gate = new RateGate({ name: 'shop', windows, isShared: false })
  assert.ok(Math.abs(gate.paceMs({ bytes: 0, tokens: 500 }) - 510) < 1)
  assert.match(gate.state.name, /shop/)
})
