import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitDefinition, memoryAllowances } from '../../test/support/limit-parts.ts'
import { ManualClock } from '../base/clock.ts'
import type { StepDefinition } from '../pipeline/definition.ts'
import { Limits } from './limits.ts'
import type { PlannedStep } from './planned-step.ts'
import { Spending } from './spending.ts'
import type { StopReason } from './stop-rule.ts'

const cost = { bytes: 0 }

function limitsOf(steps: readonly Partial<StepDefinition>[]) {
  const told: { opened: number; stops: StopReason[] } = { opened: 0, stops: [] }
  const clock = new ManualClock()
  const limits = new Limits({
    definitions: [limitDefinition({ concurrency: 1 })],
    steps: steps.map((definition) => ({ definition })) as unknown as readonly PlannedStep[], // only what is looked at
    ...{ storeOf: () => memoryAllowances(), clock, onBreaker: () => {}, onLost: () => {} },
  })
  limits.listen({ onOpen: () => (told.opened += 1), onStop: (reason) => told.stops.push(reason) })
  return { limits, told, clock }
}

test('a step without limits is free, and its lane is always open', () => {
  const { limits } = limitsOf([{}, { limits: ['shop'] }])
  assert.equal(limits.at(0), undefined)
  assert.equal(limits.isOpen(0), true)
  assert.ok(limits.at(1))
})

test('steps that name the same limit share it', async () => {
  const { limits } = limitsOf([{ limits: ['shop'] }, { limits: ['shop'] }])
  const passage = limits.at(0)?.enter(1, cost)
  assert.ok(passage !== undefined && 'finished' in passage)
  const waiting = limits.at(1)?.enter(2, cost)
  assert.ok(waiting instanceof Promise)
  passage.finished({ kind: 'succeeded', ms: 1 })
  assert.ok(await waiting)
})

test('a spent budget stops the batch, sends away who waits, and the first reason wins', async () => {
  const priced = { cost: { most: { usd: 0.6 }, from: {} } }
  const { limits, told } = limitsOf([priced, {}])
  const setting = {
    budget: { usd: 1 },
    store: memoryAllowances(),
    name: 'budget',
    onChange: () => limits.poke(),
    onLost: () => {},
  }
  limits.spend(await Spending.open(setting))
  assert.equal(limits.at(1), undefined)
  const most = limits.costOf(0).most({})
  const passage = await limits.at(0)?.enter(1, most)
  const waiting = limits.at(0)?.enter(2, most)
  passage?.finished({ kind: 'succeeded', ms: 1, actual: { usd: 0.5 } })
  assert.equal(await waiting, undefined)
  limits.stop({ state: 'failed', code: 'OTHER', message: '' })
  assert.deepEqual(
    told.stops.map(({ code }) => code),
    ['BUDGET'],
  )
  assert.match(told.stops[0]?.fix ?? '', /millrace resume --budget usd=/)
})

test('who listens late hears of a stop all the same', () => {
  const { limits } = limitsOf([{}])
  limits.stop({ state: 'failed', code: 'BUDGET', message: '' })
  const stops: StopReason[] = []
  limits.listen({ onOpen: () => {}, onStop: (reason) => stops.push(reason) })
  assert.equal(stops.length, 1)
})
