import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StaggerGate } from './stagger.ts'

test('two starts never lie closer than the time between them, and no time is lost', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500 }), fc.array(fc.nat(300), { maxLength: 50 }), (ms, waits) => {
      const gate = new StaggerGate(ms)
      const starts: number[] = []
      let now = 0
      for (const wait of waits) {
        now += wait
        const due = now + gate.delay(now)
        const before = starts.at(-1)
        assert.equal(due, before === undefined ? now : Math.max(now, before + ms))
        now = due
        gate.started(now)
        starts.push(now)
      }
    }),
  )
})

test('it says why it holds back, while it does', () => {
  const gate = new StaggerGate(100)
  gate.started(0)
  assert.equal(gate.delay(40), 60)
  assert.equal(gate.state.reason, 'starts are staggered')
  assert.equal(gate.delay(100), 0)
  assert.equal(gate.state.reason, undefined)
})
