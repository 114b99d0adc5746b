import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Admission } from './admission.ts'
import { ConcurrencyGate } from './concurrency.ts'
import { TurnsGate } from './turns.ts'

test('an attempt starts when every gate lets it', () => {
  const all = new Admission([new ConcurrencyGate(3), new TurnsGate(1)])
  assert.equal(all.delay(0, { bytes: 1 }), 0)
  all.started(0, { bytes: 1 })
  assert.equal(all.delay(0, { bytes: 1 }), Number.POSITIVE_INFINITY)
})

test('it shows the gate that holds back', () => {
  const all = new Admission([new ConcurrencyGate(3), new TurnsGate(1)])
  assert.equal(all.state.name, 'workers')
  all.started(0, { bytes: 1 })
  assert.equal(all.state.name, 'turn')
  assert.deepEqual(
    all.states.map(({ name }) => name),
    ['workers', 'turn'],
  )
})
