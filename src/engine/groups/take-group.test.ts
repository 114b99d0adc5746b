import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReadyItem } from '../../ledger/rows.ts'
import { WorkPlan } from '../work-plan.ts'
import { takeGroup } from './take-group.ts'
import { WaitingGroups } from './waiting-groups.ts'

function arrange(losses: readonly number[], delay = 0) {
  const plan = new WorkPlan(1, new Map([[0, 3]]))
  plan.wanted()
  const items = losses.map((lost, seq) => ({ seq, step: 0, losses: lost, rank: 0, sizeBytes: 1 }))
  plan.filled(0, items as unknown as ReadyItem[]) // only what a plan looks at
  const groups = new WaitingGroups([{ step: 0, group: { size: 3 } }])
  const parts = { groups, plan, gates: { delay: () => delay }, clock: { now: () => 0 } } as unknown as Parameters<
    typeof takeGroup
  >[0] // as above
  const take = (mustWait = false, isQuiet = false) =>
    takeGroup(parts, { isQuiet: () => isQuiet, mustWait: () => mustWait })?.items.map(({ seq }) => seq)
  return { plan, take }
}

test('a full group is taken, and what is left waits for more', () => {
  const { plan, take } = arrange([0, 0, 0, 0])
  assert.deepEqual([take(), take(), plan.queued(0)], [[0, 1, 2], undefined, 1])
  assert.deepEqual(take(false, true), [3])
})

test('what must wait is put back in its order', () => {
  const { plan, take } = arrange([0, 0, 0])
  assert.deepEqual([take(true), plan.queued(0), take()], [undefined, 3, [0, 1, 2]])
})

test('an item that was lost with its process goes alone', () => {
  const { take } = arrange([0, 1, 0])
  assert.deepEqual([take(), take(false, true), take(false, true)], [[0], [1], [2]])
})

test('nothing is taken while the gates are closed', () => {
  assert.equal(arrange([0, 0, 0], 50).take(), undefined)
})
