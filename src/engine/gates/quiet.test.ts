import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { QuietGate } from './quiet.ts'

test('an announcement holds everything back, and a later one never shortens it', () => {
  const gate = new QuietGate('shop')
  gate.hush(500)
  gate.hush(200)
  assert.equal(gate.delay(100), 400)
  assert.equal(gate.state.reason, 'the service asked to wait')
  assert.equal(gate.delay(500), 0)
})

test('no more start than the service said it takes, until its window begins anew', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(10), (remaining, running) => {
      const gate = new QuietGate('shop')
      for (let n = 0; n < running + 1; n++) gate.started()
      gate.announced({ remaining, resetMs: 1_000 }, 0)
      let started = 0
      while (gate.delay(10) === 0 && started <= remaining) {
        gate.started()
        started += 1
      }
      assert.equal(started, Math.max(0, remaining - running))
      assert.equal(gate.delay(1_000), 0)
    }),
  )
})
