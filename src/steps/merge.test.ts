import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeContext } from '../../test/support/step-context.ts'
import type { Json } from '../base/json.ts'
import type { FamilyEnd } from '../pipeline/part.ts'
import { mergeStep } from './merge.ts'

const whole: FamilyEnd = { results: ['a', 'b'], total: 2, succeeded: 2, skipped: 0, failed: 0, failures: [] }
const partial: FamilyEnd = { ...whole, total: 5, skipped: 1, failed: 2, failures: ['p/0003: BAD: no', 'p/0004: BAD: no'] }

const run = (merge: Json, family: FamilyEnd) => mergeStep.run(mergeStep.options.parse({ merge }), fakeContext({ family }))

test('the value is what the parts have made, in order', () => {
  assert.deepEqual(run(null, whole), ['a', 'b'])
  assert.deepEqual(run({}, { ...whole, skipped: 3, total: 5 }), ['a', 'b'])
})

test('parts that did not succeed fail the item, and it says which', () => {
  assert.throws(() => run({ on_partial: 'fail' }, partial), {
    name: 'PermanentError',
    code: 'PARTS_FAILED',
    message: '2 of 5 parts did not succeed: p/0003: BAD: no; p/0004: BAD: no',
  })
})

test('with emit the others are merged, unless no part has succeeded', () => {
  assert.deepEqual(run({ on_partial: 'emit' }, partial), ['a', 'b'])
  const none = { ...partial, results: [], succeeded: 0, failed: 4, failures: ['p/0001: BAD: no'] }
  assert.throws(() => run({ on_partial: 'emit' }, none), { message: '4 of 5 parts did not succeed: p/0001: BAD: no and 3 more' })
})
