import assert from 'node:assert/strict'
import { test } from 'node:test'
import { WaitingGroups } from './waiting-groups.ts'

const early = { step: 1, group: { size: 3 } }
const late = { step: 4, group: { size: 2, waitMs: 100 } }

function look(counts: Readonly<Record<number, number>>, now = 0, isQuiet = false) {
  return { count: (step: number) => counts[step] ?? 0, now, isQuiet }
}

test('a full group goes at once, a later step first', () => {
  const groups = new WaitingGroups([early, late])
  assert.equal(groups.due(look({ 1: 2, 4: 1 })), undefined)
  assert.equal(groups.due(look({ 1: 3, 4: 1 })), early)
  assert.equal(groups.due(look({ 1: 3, 4: 2 })), late)
})

test('a group that is not full goes when its first item has waited long enough', () => {
  const groups = new WaitingGroups([early, late])
  assert.equal(groups.due(look({ 4: 1 }, 1_000)), undefined)
  assert.equal(groups.waitMs(1_040), 60)
  assert.equal(groups.due(look({ 4: 1 }, 1_100)), late)
  groups.taken(4)
  assert.equal(groups.due(look({ 4: 1 }, 1_100)), undefined)
})

test('without a bound on the wait it goes when nothing else can come, earlier steps first', () => {
  const groups = new WaitingGroups([early, late])
  assert.equal(groups.due(look({ 1: 1, 4: 1 }, 0, true)), early)
  assert.equal(groups.due(look({ 4: 1 }, 0, true)), late)
  assert.equal(new WaitingGroups([early]).waitMs(5), Number.POSITIVE_INFINITY)
})

test('nothing waits where nothing stands', () => {
  assert.equal(new WaitingGroups([early, late]).due(look({}, 0, true)), undefined)
  assert.ok(new WaitingGroups([]).isNone)
})
