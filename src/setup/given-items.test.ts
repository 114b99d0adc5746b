import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inlineSource } from '../sources/inline.ts'
import { givenItems } from './given-items.ts'
import type { BatchRequest } from './request.ts'

// Programs in JavaScript give what no type allows.
const refused =
  (...items: unknown[]) =>
  () =>
    givenItems(inlineSource.options, items as unknown as BatchRequest['inputs'])

test('items that are as they should be pass', () => {
  givenItems(inlineSource.options, [{ id: 'a', data: 1, priority: 5, depends_on: 'b' }])
})

test('the first wrong one is named with its place, what was expected and what was there', () => {
  const good = { id: 'a', data: 1 }
  const code = 'ITEMS_INVALID'
  assert.throws(refused(good, { id: 'b', priority: -1 }), {
    code,
    message: /^`items\[1\]\.priority`: expected a whole number from 0 to 1000 .*, got -1\.$/,
  })
  assert.throws(refused({ id: 'a', depends_on: [{ on: 'b', on_failure: 'x' }] }), {
    code,
    message: '`items[0].depends_on[0].on_failure`: expected skip, run, fail, got "x".',
  })
  assert.throws(refused({ data: 1 }), { code, message: /^`items\[0\]\.id`: / })
})

test('what are no items at all is refused', () => {
  assert.throws(() => givenItems(inlineSource.options, 5 as unknown as BatchRequest['inputs']), { code: 'ITEMS_INVALID' })
})
