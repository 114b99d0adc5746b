import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BudgetGate } from './budget.ts'

const usd = (amount: number) => ({ bytes: 0, usd: amount })

function tryStart(gate: BudgetGate, amount: number): boolean {
  const asked = gate.asks(usd(amount))
  if (asked !== undefined) gate.kept(asked)
  if (gate.delay(0, usd(amount)) > 0) return false
  gate.started(0, usd(amount))
  return true
}

test('what was kept free and not used may be used by others', () => {
  const gate = new BudgetGate({ usd: 1 })
  assert.ok(tryStart(gate, 0.6))
  assert.equal(tryStart(gate, 0.6), false)
  assert.equal(gate.spentFor(usd(0.6)), undefined)
  gate.finished({ cost: usd(0.6), actual: { usd: 0.1 }, kind: 'succeeded', ms: 1 })
  assert.ok(tryStart(gate, 0.6))
})

test('a budget is spent when nothing that runs could make room', () => {
  const gate = new BudgetGate({ usd: 1 })
  assert.ok(tryStart(gate, 0.9))
  gate.finished({ cost: usd(0.9), kind: 'succeeded', ms: 1 })
  assert.equal(tryStart(gate, 0.2), false)
  assert.equal(gate.spentFor(usd(0.2)), 'usd')
  assert.match(gate.state.reason ?? '', /budget of usd is used up/)
  assert.ok(tryStart(gate, 0.1), 'what is smaller still fits')
})

test('an attempt that costs nothing passes a spent budget', () => {
  const gate = new BudgetGate({ usd: 1, tokens: 10 }, { usd: 1 })
  assert.equal(gate.delay(0, { bytes: 0 }), 0)
  assert.equal(gate.spentFor({ bytes: 0, tokens: 11 }), 'tokens')
})

test('what a crash leaves written down counts as used, and is less than a cent of a dollar', () => {
  const before = new BudgetGate({ usd: 1 })
  const kept = before.asks(usd(0.1))
  assert.ok(kept !== undefined && kept.usd >= 0.1 && kept.usd <= 0.11)
  const after = new BudgetGate({ usd: 1 }, kept)
  assert.equal(tryStart(after, 0.9), false)
  assert.ok(tryStart(after, 0.89))
})

test('no order of attempts, prices and crashes uses more than the budget', () => {
  const event = fc.record({
    most: fc.double({ min: 0.001, max: 0.3, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    ends: fc.nat(4),
    crashes: fc.nat(30).map((chance) => chance === 0),
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 300 }), (events) => {
      let kept: Parameters<BudgetGate['kept']>[0] | undefined
      let gate = new BudgetGate({ usd: 1 })
      let running: { most: number; actual: number }[] = []
      let used = 0
      for (const { most, share, ends, crashes } of events) {
        if (crashes) {
          gate = new BudgetGate({ usd: 1 }, kept)
          running = []
        }
        const asked = gate.asks(usd(most))
        if (asked !== undefined) {
          kept = asked
          gate.kept(asked)
        }
        if (gate.delay(0, usd(most)) === 0) {
          gate.started(0, usd(most))
          running.push({ most, actual: most * share })
          used += most * share
        }
        for (const one of running.splice(0, ends))
          gate.finished({ cost: usd(one.most), actual: { usd: one.actual }, kind: 'succeeded', ms: 1 })
        assert.ok(used <= 1 + 1e-6, String(used))
      }
    }),
  )
})
