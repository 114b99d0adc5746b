import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryGate } from './memory.ts'

const cost = { bytes: 1 }
const end = { cost, kind: 'succeeded', ms: 1 } as const
const GiB = 2 ** 30

test('it is open while more than the reserve is free', () => {
  const gate = new MemoryGate(GiB)
  gate.started()
  assert.equal(gate.delay(), 0)
  gate.observe({ limitBytes: 8 * GiB, availableBytes: 2 * GiB })
  assert.equal(gate.delay(), 0)
})

test('it holds back when memory is short, and says how much is left', () => {
  const gate = new MemoryGate(GiB)
  gate.started()
  gate.observe({ limitBytes: 8 * GiB, availableBytes: GiB / 2 })
  assert.equal(gate.delay(), Number.POSITIVE_INFINITY)
  assert.equal(gate.state.reason, 'only 512 MiB of memory free')
})

test('one attempt is always let through', () => {
  const gate = new MemoryGate(GiB)
  gate.observe({ limitBytes: 8 * GiB, availableBytes: 0 })
  assert.equal(gate.delay(), 0)
  gate.started()
  assert.equal(gate.delay(), Number.POSITIVE_INFINITY)
  gate.finished(end)
  assert.equal(gate.delay(), 0)
})
