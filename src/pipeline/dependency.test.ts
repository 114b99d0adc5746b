import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dependenciesOf, dependencyFaults, priorityFault } from './dependency.ts'

test('a text is an id whose failure skips the item; an object says what else it may do', () => {
  assert.deepEqual(dependenciesOf('a'), [{ on: 'a', onFailure: 'skip' }])
  assert.deepEqual(dependenciesOf([7, { on: 'b-*', on_failure: 'run' }, { on: 'c', on_failure: 'fail' }]), [
    { on: '7', onFailure: 'skip' },
    { on: 'b-*', onFailure: 'run' },
    { on: 'c', onFailure: 'fail' },
  ])
  assert.deepEqual([dependenciesOf(null), dependenciesOf(undefined), dependenciesOf([])], [[], [], []])
})

test('each fault says where it stands, what was expected, and what was meant', () => {
  const value = ['a', true, { on: '', on_failure: 'runn' }, { onn: 'b' }]
  assert.deepEqual(dependencyFaults(value), [
    { key: [1], message: 'expected the id of an item, or an object with `on`, got true' },
    { key: [2, 'on'], message: 'expected the id of an item, got ""' },
    { key: [2, 'on_failure'], message: 'expected skip, run, fail, got "runn". Did you mean "run"?' },
    { key: [3, 'on'], message: 'expected the id of an item, got nothing' },
    { key: [3, 'onn'], message: 'unknown key "onn". Did you mean "on"?' },
  ])
})

test('a priority is a whole number from 0 to 1000', () => {
  for (const good of [0, 1, 1000]) assert.equal(priorityFault(good), undefined)
  for (const bad of [-1, 1001, 0.5, '3', Number.NaN, null])
    assert.match(priorityFault(bad) ?? '', /^expected a whole number from 0 to 1000 \(the largest goes first\), got /)
})
