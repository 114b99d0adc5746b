import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ReadyItem } from '../ledger/rows.ts'
import { laneSize, WorkPlan } from './work-plan.ts'

function ready(seq: number, step = 0): ReadyItem {
  return {
    seq,
    id: `i${seq}`,
    version: 1,
    data: '{}',
    metadata: '{}',
    stamp: undefined,
    sizeBytes: 0,
    rank: 0,
    step,
    tries: 0,
    attempt: 0,
    losses: 0,
    results: [],
  }
}

test('later lanes go first, so that items finish', () => {
  const plan = new WorkPlan(3)
  plan.wanted()
  plan.filled(0, [ready(1)])
  plan.filled(2, [ready(2, 2)])
  assert.deepEqual([plan.take()?.seq, plan.take()?.seq, plan.take()], [2, 1, undefined])
})

test('a lane asks behind the last item that it has seen', () => {
  const plan = new WorkPlan(1)
  assert.deepEqual(plan.wanted(), [{ step: 0, after: undefined }])
  assert.deepEqual(plan.wanted(), [])
  plan.filled(0, [ready(1), ready(2)])
  assert.deepEqual(plan.wanted(), [{ step: 0, after: { rank: 0, seq: 2 } }])
})

test('an item that is known does not come twice, until its end is acknowledged', () => {
  const plan = new WorkPlan(1)
  plan.wanted()
  plan.filled(0, [ready(1)])
  assert.equal(plan.take()?.seq, 1)
  plan.rewind(0)
  plan.wanted()
  plan.filled(0, [ready(1)])
  assert.equal(plan.take(), undefined)
  plan.forget(1)
  plan.rewind(0)
  plan.wanted()
  plan.filled(0, [ready(1)])
  assert.equal(plan.take()?.seq, 1)
})

test('news that comes while a window is on its way survives an empty answer', () => {
  const plan = new WorkPlan(1)
  plan.wanted()
  plan.ledgerHasMore(0)
  plan.filled(0, [])
  assert.equal(plan.wanted().length, 1)
})

test('a rewind while a window is on its way is not undone by its answer', () => {
  const plan = new WorkPlan(1)
  plan.wanted()
  plan.rewind(0)
  plan.filled(0, [ready(7)])
  assert.deepEqual(plan.wanted(), [{ step: 0, after: undefined }])
})

test('a full lane asks for nothing', () => {
  const plan = new WorkPlan(1)
  plan.wanted()
  plan.filled(
    0,
    Array.from({ length: laneSize }, (_, index) => ready(index)),
  )
  assert.deepEqual(plan.wanted(), [])
})

test('it is empty only when nothing is queued, fetched, left or under way', () => {
  const plan = new WorkPlan(1)
  assert.equal(plan.isEmpty, false)
  plan.wanted()
  assert.equal(plan.isEmpty, false)
  plan.filled(0, [ready(1)])
  plan.wanted()
  plan.filled(0, [])
  assert.equal(plan.isEmpty, false)
  plan.take()
  assert.equal(plan.isEmpty, false)
  plan.forget(1)
  assert.equal(plan.isEmpty, true)
})

test('whatever the windows bring, every item is taken exactly once', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 }), { maxLength: 20 }), (windows) => {
      const plan = new WorkPlan(1)
      const taken: number[] = []
      for (const window of windows) {
        plan.rewind(0)
        plan.wanted()
        plan.filled(
          0,
          window.map((seq) => ready(seq)),
        )
        for (let item = plan.take(); item !== undefined; item = plan.take()) taken.push(item.seq)
      }
      assert.deepEqual(
        [...taken].sort((a, b) => a - b),
        [...new Set(windows.flat())].sort((a, b) => a - b),
      )
    }),
  )
})

test('items that arrive somewhere in a lane are looked for once its queue is empty', () => {
  const plan = new WorkPlan(1)
  plan.wanted()
  plan.filled(0, [ready(5)])
  plan.wanted()
  plan.filled(0, [])
  plan.arrived(0)
  assert.deepEqual([plan.wanted(), plan.isEmpty], [[], false])
  plan.take()
  assert.deepEqual(plan.wanted(), [{ step: 0, after: undefined }])
})

test('an item that is ready again before the end of its walk is acknowledged comes back after it', () => {
  const plan = new WorkPlan(2)
  for (const step of [0, 1]) plan.filled(step, step === 0 ? [ready(5)] : [])
  for (const { step } of plan.wanted()) plan.filled(step, [])
  plan.take()
  plan.arrived(1, 5)
  assert.deepEqual(plan.wanted(), [])
  plan.forget(5)
  assert.deepEqual(plan.wanted(), [{ step: 1, after: undefined }])
})

test('nothing is taken from a lane that is closed, and other lanes go on', () => {
  const plan = new WorkPlan(2)
  plan.filled(0, [ready(1)])
  plan.filled(1, [ready(2, 1)])
  assert.equal(plan.take((step) => step === 0)?.seq, 1)
  assert.equal(
    plan.take((step) => step === 0),
    undefined,
  )
  assert.equal(plan.take(() => true)?.seq, 2)
})

test('a lane of groups is filled up to a group, and gives as many as are asked for', () => {
  const plan = new WorkPlan(1, new Map([[0, 3]]))
  plan.wanted()
  plan.filled(0, [ready(1), ready(2)])
  plan.wanted()
  plan.filled(0, [])
  assert.ok(plan.isQuiet)
  plan.arrived(0)
  assert.equal(plan.isQuiet, false)
  assert.deepEqual(plan.wanted(), [{ step: 0, after: undefined }])
  plan.filled(0, [ready(1), ready(2), ready(3), ready(4)])
  assert.equal(plan.queued(0), 4)
  assert.deepEqual(
    plan.takeGroup(0, 3).map(({ seq }) => seq),
    [1, 2, 3],
  )
  assert.deepEqual(
    plan.takeGroup(0, 3).map(({ seq }) => seq),
    [4],
  )
})

test('what is read after a window has reached the lost items, which stand last, is looked for from the beginning', () => {
  const plan = new WorkPlan(1)
  plan.wanted()
  plan.filled(0, [ready(1), { ...ready(2), rank: 1e9, losses: 1 }])
  plan.wanted()
  plan.filled(0, [])
  plan.ledgerHasMore(0)
  assert.deepEqual([plan.take()?.seq, plan.take()?.seq], [1, 2])
  assert.equal(plan.isEmpty, false)
  assert.deepEqual(plan.wanted(), [{ step: 0, after: undefined }])
  plan.filled(0, [ready(3)])
  assert.equal(plan.take()?.seq, 3)
})
