import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ledger } from '../ledger/ledger.ts'
import { Parking } from './parking.ts'
import { Tally } from './tally.ts'
import { WorkPlan } from './work-plan.ts'

const none = { blocked: 0, ready: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }

function parkingOver(parked: { count: number; nextDue: number | undefined }, onUnpark: () => object = () => ({ woken: 0 })) {
  const time = { now: 1_000 }
  const tally = new Tally(none, 10)
  const plan = new WorkPlan(2)
  // Only these two are asked.
  const ledger = { read: async () => parked, commit: async () => [onUnpark()] } as unknown as Ledger
  return { time, tally, plan, parking: new Parking({ ledger, batch: 1, plan, tally, steadyWall: () => time.now }) }
}

test('what earlier sessions have parked is waited for and counted', async () => {
  const { parking, tally } = parkingOver({ count: 3, nextDue: 1_400 })
  await parking.open()
  assert.equal(parking.waitMs, 400)
  assert.equal(tally.retrying, 3)
  assert.equal(parking.isEmpty, false)
})

test('the earliest of all parked items decides when to wake', async () => {
  const { parking } = parkingOver({ count: 0, nextDue: undefined })
  await parking.open()
  assert.equal(parking.waitMs, Number.POSITIVE_INFINITY)
  parking.parked(300)
  parking.parked(900)
  assert.equal(parking.waitMs, 300)
})

test('nothing is woken before its time', async () => {
  const { parking, time } = parkingOver({ count: 0, nextDue: undefined }, () => assert.fail('too early'))
  parking.parked(300)
  time.now += 299
  await parking.wake()
  assert.equal(parking.waitMs, 1)
})

test('after a wake-up every lane is looked through again', async () => {
  const { parking, plan, time } = parkingOver({ count: 1, nextDue: 1_000 }, () => ({ woken: 1, nextDue: undefined }))
  await parking.open()
  for (const { step } of plan.wanted()) plan.filled(step, [])
  assert.equal(plan.isEmpty, true)
  time.now += 1
  await parking.wake()
  assert.equal(plan.isEmpty, false)
  assert.equal(parking.isEmpty, true)
})

test('an item that is parked while others are being woken is not forgotten', async () => {
  const made = parkingOver({ count: 1, nextDue: 1_000 }, () => {
    made.parking.parked(50)
    return { woken: 1, nextDue: undefined }
  })
  await made.parking.open()
  await made.parking.wake()
  assert.equal(made.parking.isEmpty, false)
  assert.equal(made.parking.waitMs, 50)
})
