import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupDefinition, groupSchema } from './schema-group.ts'

const read = (group: unknown) => groupDefinition(groupSchema.parse(group))
const fault = (group: unknown) => groupSchema.safeParse(group).error?.issues[0]?.message

test('a group is bounded by a number of items, by bytes or by tokens', () => {
  assert.deepEqual(read({ size: 20 }), { size: 20 })
  assert.deepEqual(read({ bytes: '1MB', tokens: 8_000, wait: '2s' }), {
    size: 1_000,
    bytes: 1_000_000,
    tokens: 8_000,
    waitMs: 2_000,
  })
})

test('a group that no window holds, of one item, or without a bound is refused', () => {
  assert.equal(fault({ size: 1_001 }), 'expected a whole number from 2 to 1,000')
  assert.equal(fault({ size: 1 }), 'expected a whole number from 2 to 1,000')
  assert.equal(fault({ wait: '2s' }), 'expected at least one of size, bytes and tokens')
})
