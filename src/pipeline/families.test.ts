import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { planFamilies, stepsOfLevel } from './families.ts'

const walk = (kinds: readonly string[], level: number) => stepsOfLevel(planFamilies(kinds), kinds, level)

test('without a split an item takes every step', () => {
  assert.deepEqual(walk(['read', 'work', 'write'], -1), [0, 1, 2])
})

test('an item passes over the work of its parts, and they stop before the merge', () => {
  const kinds = ['read', 'split', 'work', 'merge', 'write']
  assert.deepEqual(walk(kinds, -1), [0, 1, 3, 4])
  assert.deepEqual(walk(kinds, 1), [2])
})

test('a split that nothing closes is the last step of its item, and its parts go to the end', () => {
  const kinds = ['split', 'work', 'write']
  assert.deepEqual(walk(kinds, -1), [0])
  assert.deepEqual(walk(kinds, 0), [1, 2])
  assert.equal(planFamilies(kinds).mergeOf(0), undefined)
})

test('a merge closes the innermost split', () => {
  const kinds = ['split', 'split', 'work', 'merge', 'work', 'merge', 'write']
  assert.deepEqual(
    [-1, 0, 1].map((level) => walk(kinds, level)),
    [[0, 5, 6], [1, 3, 4], [2]],
  )
  const half = ['split', 'split', 'work', 'merge', 'write']
  assert.deepEqual(
    [-1, 0, 1].map((level) => walk(half, level)),
    [[0], [1, 3, 4], [2]],
  )
})

test('one split may follow another', () => {
  const kinds = ['split', 'work', 'merge', 'split', 'work', 'merge']
  assert.deepEqual(
    [-1, 0, 3].map((level) => walk(kinds, level)),
    [[0, 2, 3, 5], [1], [4]],
  )
})

test('a merge without a split is told', () => {
  assert.deepEqual(planFamilies(['read', 'merge', 'split', 'merge', 'merge']).stray, [{ step: 1 }, { step: 4 }])
})

test('every step belongs to exactly one level', () => {
  const kind = fc.constantFrom('work', 'split', 'merge')
  fc.assert(
    fc.property(fc.array(kind, { maxLength: 14 }), (kinds) => {
      const plan = planFamilies(kinds)
      if (plan.stray.length > 0) return
      const levels = [-1, ...kinds.flatMap((one, index) => (one === 'split' ? [index] : []))]
      const taken = levels.flatMap((level) => stepsOfLevel(plan, kinds, level).map((step) => ({ step, level })))
      assert.deepEqual(
        taken.map(({ step }) => step).sort((a, b) => a - b),
        kinds.map((_, index) => index),
      )
      for (const { step, level } of taken) assert.equal(plan.levelOf(step), level)
    }),
  )
})
