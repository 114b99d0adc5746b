import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rowOrder } from './row-order.ts'

const rules = { priority: 'p', dependsOn: 'order.after' }
const skip = (on: string) => ({ on, onFailure: 'skip' })

test('a row says its order in the fields that the input names', () => {
  const value = { p: 7, order: { after: ['a', { on: 'b-*', on_failure: 'run' }] } }
  assert.deepEqual(rowOrder(value, rules), { priority: 7, dependsOn: [skip('a'), { on: 'b-*', onFailure: 'run' }] })
})

test('cells of a table are texts: a number, and ids with semicolons between them', () => {
  assert.deepEqual(rowOrder({ p: '12', order: { after: 'a; b c;' } }, rules), {
    priority: 12,
    dependsOn: [skip('a'), skip('b c')],
  })
})

test('a field that is empty or not there says nothing', () => {
  for (const value of [{}, { p: '', order: { after: '' } }, { p: null, order: { after: [] } }, 'text'])
    assert.deepEqual(rowOrder(value, rules), { priority: 0 })
  assert.deepEqual(rowOrder({ p: 7 }, {}), { priority: 0 })
})

test('what is no order names the field', () => {
  assert.deepEqual(rowOrder({ p: -1 }, rules), {
    code: 'PRIORITY_INVALID',
    message: 'expected a whole number from 0 to 1000 (the largest goes first), got -1 in the field "p"',
  })
  assert.deepEqual(rowOrder({ order: { after: [true] } }, rules), {
    code: 'DEPENDENCY_INVALID',
    message: 'expected the id of an item, or an object with `on`, got true in the field "order.after"',
  })
})
