import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verdict } from './verdict.ts'

const nothing = { blocked: 0, ready: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }

test('a batch in which everything succeeded is said in five words', () => {
  const said = [1, 1_200].map((total) =>
    verdict({ state: 'completed', reason: undefined, total, counts: { ...nothing, succeeded: total } }),
  )
  assert.deepEqual(said, ['Completed: the item succeeded.', 'Completed: all 1,200 items succeeded.'])
})

test('every state that holds items is named', () => {
  const counts = { ...nothing, succeeded: 5, failed: 2, review: 1, skipped: 3, ready: 4 }
  assert.equal(
    verdict({ state: 'interrupted', reason: undefined, total: 15, counts }),
    'Interrupted: 5 of 15 items succeeded, 2 failed, 1 to be reviewed, 3 skipped, 4 left to do.',
  )
})

test('a batch that stopped says why', () => {
  const counts = { ...nothing, failed: 1, ready: 1 }
  assert.equal(
    verdict({ state: 'failed', reason: 'the disk is full', total: 2, counts }),
    'Stopped (the disk is full): 0 of 2 items succeeded, 1 failed, 1 left to do.',
  )
})

test('an empty batch says so', () => {
  assert.equal(
    verdict({ state: 'completed', reason: undefined, total: 0, counts: nothing }),
    'Completed: there was no item to work on.',
  )
})
