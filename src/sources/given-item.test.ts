import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenEntry, givenItem, refuseDuplicates } from './given-item.ts'

test('an item needs an id; numbers are ids too', () => {
  assert.equal(givenItem.parse({ id: 7 }).id, '7')
  for (const wrong of [{}, { id: '' }, { id: 'a', metadata: [] }, { id: 'a', depends_on: [true] }, { id: 'a', priority: -1 }]) {
    assert.equal(givenItem.safeParse(wrong).success, false, JSON.stringify(wrong))
  }
})

test('an entry has the size of its data', () => {
  assert.equal(givenEntry({ id: 'a', data: 'é' }).sizeBytes, 4)
  assert.deepEqual(givenEntry({ id: 'a', data: null, metadata: null }).metadata, {})
})

test('an entry says for whom it waits, where it waits for anybody', () => {
  const { priority, dependsOn } = givenEntry({ id: 'a', data: 1, priority: 9, depends_on: ['b', { on: 'c', on_failure: 'run' }] })
  assert.deepEqual(
    [priority, dependsOn],
    [
      9,
      [
        { on: 'b', onFailure: 'skip' },
        { on: 'c', onFailure: 'run' },
      ],
    ],
  )
  assert.ok(!('dependsOn' in givenEntry({ id: 'a', data: 1, depends_on: [] })))
})

test('ids that differ pass', () => {
  refuseDuplicates([{ id: 'a' }, { id: 'b' }])
  assert.throws(() => refuseDuplicates([{ id: 'a' }, { id: 'a' }]), { code: 'DUPLICATE_ID' })
})
