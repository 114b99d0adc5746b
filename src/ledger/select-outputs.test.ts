import assert from 'node:assert/strict'
import { test } from 'node:test'
import { result, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { itemKey } from './codes.ts'
import { selectOutputs } from './select-outputs.ts'

const all = { get: 'outputs', batch: 1, after: -1, limit: 9 } as const

test('outputs come in the order of the source, whatever ended first, and what has not ended is left out', () => {
  const { store, write } = coreOf(['a', 'b', 'c'])
  write(settle(1, 3))
  const done = result('a', { value: '7' })
  const next = { state: 'succeeded', result: { step: done.step, fp: done.fp }, outputBytes: 0 } as const
  write(settle(1, 1, { results: [done], next }))
  const rows = selectOutputs(store, all)
  assert.deepEqual(
    rows.map(({ id, place, value }) => [id, place, value]),
    [
      ['a', 1, '7'],
      ['c', 3, undefined],
    ],
  )
  assert.deepEqual(selectOutputs(store, { ...all, after: 1, limit: 1 }), [rows[1]])
})

test('the parts of an item come in their own order, and only where no merge takes them in', () => {
  const { store, write } = coreOf(['whole', 'second', 'first', 'merged', 'piece'])
  for (const seq of [1, 2, 3, 4, 5]) write(settle(1, seq))
  const isPart = 'UPDATE item SET parent = ?, family_index = ?, inner = ? WHERE key = ?'
  store.run(isPart, itemKey(1, 1), 1, 0, itemKey(1, 2))
  store.run(isPart, itemKey(1, 1), 0, 0, itemKey(1, 3))
  store.run(isPart, itemKey(1, 4), 0, 1, itemKey(1, 5))
  store.run('UPDATE item SET inner = 2 WHERE key = ?', itemKey(1, 1))
  const given = selectOutputs(store, all)
  assert.deepEqual(
    given.map(({ id, hasParts, isReplaced }) => [id, hasParts, isReplaced]),
    [
      ['whole', true, true],
      ['merged', false, false],
    ],
  )
  const idsOf = (parent: number, after = -1) => selectOutputs(store, { ...all, parent, after }).map(({ id }) => id)
  assert.deepEqual([idsOf(1), idsOf(1, 0), idsOf(4)], [['first', 'second'], ['second'], []])
})

test('both orders are read along keys, without a sort', () => {
  const plans = plansOf(coreOf(['a']), ({ store }) => {
    selectOutputs(store, all)
    selectOutputs(store, { ...all, parent: 1 })
  })
  for (const plan of plans) assert.doesNotMatch(plan, /TEMP B-TREE|SCAN item\b/)
})
