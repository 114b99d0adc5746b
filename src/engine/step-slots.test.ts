import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StepSlots } from './step-slots.ts'

test('without a limit it never holds back, and has nothing to say', () => {
  const slots = new StepSlots('convert')
  slots.entered()
  assert.deepEqual([slots.delayMs, slots.outlookMs(1_000), slots.states], [0, 0, []])
})

test('attempts that ran before the limit was set count until they end', () => {
  const slots = new StepSlots('convert')
  slots.runAlready(2)
  slots.resize(2)
  assert.equal(slots.delayMs, Number.POSITIVE_INFINITY)
  slots.leftBefore()
  assert.equal(slots.delayMs, 0)
  slots.entered()
  assert.deepEqual(slots.states, [{ name: 'step convert', limit: 2, used: 2, reason: 'as many run as were asked for' }])
  slots.left()
  slots.leftBefore()
  assert.deepEqual(slots.states, [{ name: 'step convert', limit: 2, used: 0 }])
})

test('as many wait in memory as may run; the others come again', () => {
  const slots = new StepSlots('convert')
  slots.resize(1)
  slots.entered()
  assert.deepEqual([slots.outlookMs(0), slots.outlookMs(1)], [0, Number.POSITIVE_INFINITY])
})
