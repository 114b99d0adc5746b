import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlannedStep } from '../engine/planned-step.ts'
import type { RunOptions } from '../pipeline/definition.ts'
import { openGates } from './open-gates.ts'

const machine = { cores: 4, memoryBytes: 16 * 2 ** 30, availableBytes: 8 * 2 ** 30 }

function gates(options: Partial<RunOptions>, boundBy: 'cpu' | 'io' = 'io', facts = machine) {
  // Only what is looked at.
  const steps = [{ work: { plan: { boundBy } } }] as unknown as readonly PlannedStep[]
  const given = { workers: 'auto', ...options } as RunOptions
  return openGates({ options: given, steps, machine: facts, onAdjusted: () => undefined })
}

test('a number of workers is taken as it is', () => {
  assert.equal(gates({ workers: 3 }).workers, 3)
})

test('work that waits starts with many workers, work that computes with no more than there are cores', () => {
  assert.equal(gates({}).workers, 16)
  const busy = gates({}, 'cpu').workers
  assert.ok(busy >= 1 && busy <= machine.cores, `${busy} workers`)
})

test('nothing new starts while less memory is left than the reserve', () => {
  const waits = (availableBytes: number, options: Partial<RunOptions> = {}) => {
    const opened = gates({ workers: 4, ...options })
    opened.started(0, 1)
    opened.observe({ limitBytes: machine.memoryBytes, availableBytes })
    return opened.delay(0, 1) > 0
  }
  assert.equal(waits(2 ** 29), true)
  assert.equal(waits(2 ** 29, { memoryReserveBytes: 2 ** 28 }), false)
  assert.equal(waits(4 * 2 ** 30), false)
})

test('turns have the size that was asked for, one that fits the memory with auto, and none without', () => {
  assert.equal(gates({ batchSize: 7 }).turnSize, 7)
  assert.equal(gates({}).turnSize, undefined)
  const large = gates({ workers: 1, batchSize: 'auto' }).turnSize ?? 0
  const small = gates({ workers: 1, batchSize: 'auto' }, 'io', { ...machine, availableBytes: 2 ** 30 }).turnSize ?? 0
  assert.ok(large > small && small >= 1, `${small} and ${large}`)
})
