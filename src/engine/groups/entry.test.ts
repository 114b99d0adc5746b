import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { groupEntry, groupsOf } from './entry.ts'

const item = { id: 'a', data: null, metadata: {} }

test('an entry is the item with what its own steps have set; what all items share is not repeated', () => {
  const names = { input: { n: 1 }, content: 'abc', config: {}, envelope: {}, batch_id: 'b', attempt: 1, item: { id: 'a' } }
  assert.deepEqual(groupEntry({ item, names }, undefined), { id: 'a', input: { n: 1 }, content: 'abc' })
})

const text = (member: string) => member

test('groups are as large as their bounds let them be', () => {
  assert.deepEqual(groupsOf(['a', 'b', 'c'], { size: 2 }, text), [['a', 'b'], ['c']])
  assert.deepEqual(groupsOf(['aa', 'bb', 'cc'], { size: 9, bytes: 4 }, text), [['aa', 'bb'], ['cc']])
  assert.deepEqual(groupsOf(['one two', 'six', 'ten'], { size: 9, tokens: 3 }, text), [['one two', 'six'], ['ten']])
})

test('an entry that no group could hold goes alone', () => {
  assert.deepEqual(groupsOf(['a', 'bbbbb', 'c'], { size: 9, bytes: 3 }, text), [['a'], ['bbbbb'], ['c']])
})

test('every member is in exactly one group, in order, and bounds hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 6 }), { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (members, size) => {
      const groups = groupsOf(members, { size, bytes: 8 }, text)
      assert.deepEqual(groups.flat(), members)
      for (const group of groups) {
        assert.ok(group.length <= size)
        assert.ok(group.length === 1 || group.reduce((sum, one) => sum + Buffer.byteLength(one), 0) <= 8)
      }
    }),
  )
})
