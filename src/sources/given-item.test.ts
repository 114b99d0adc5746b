import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenEntry, givenItem, refuseDuplicates } from './given-item.ts'

test('an item needs an id; numbers are ids too', () => {
  assert.equal(givenItem.parse({ id: 7 }).id, '7')
  for (const wrong of [{}, { id: '' }, { id: 'a', metadata: [] }, { id: 'a', depends_on: ['b'] }]) {
    assert.equal(givenItem.safeParse(wrong).success, false, JSON.stringify(wrong))
  }
})

test('an entry has the size of its data', () => {
  assert.equal(givenEntry({ id: 'a', data: 'é' }).sizeBytes, 4)
  assert.deepEqual(givenEntry({ id: 'a', data: null, metadata: null }).metadata, {})
})

test('ids that differ pass', () => {
  refuseDuplicates([{ id: 'a' }, { id: 'b' }])
  assert.throws(() => refuseDuplicates([{ id: 'a' }, { id: 'a' }]), { code: 'DUPLICATE_ID' })
})
