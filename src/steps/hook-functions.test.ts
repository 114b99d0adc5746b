import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anyEvent, hookFunctions } from './hook-functions.ts'

const nothing = () => undefined
const namesOf = (exports: Record<string, unknown>) => [...hookFunctions(exports, 'h.ts').keys()]

test('functions are found by what they hear, as exports and as fields of the default export', () => {
  assert.deepEqual(namesOf({ before: nothing, after: nothing }), ['batch:item:before', 'batch:item:after'])
  assert.deepEqual(namesOf({ 'batch:end': nothing, default: { 'batch:progress': nothing } }), ['batch:end', 'batch:progress'])
})

test('a default export that is a function hears anything', () => {
  assert.deepEqual(namesOf({ default: nothing }), [anyEvent])
})

test("what is not called like an event is the module's own business", () => {
  assert.deepEqual(namesOf({ before: nothing, helper: nothing, limit: 5, after: 'no function' }), ['batch:item:before'])
})

test('a name that is nearly right is refused with the right one', () => {
  assert.throws(() => namesOf({ befor: nothing }), { code: 'HOOK_UNKNOWN', message: /called "befor"\. Did you mean "before"\?/ })
  assert.throws(() => namesOf({ default: { 'batch:item:ends': nothing } }), { message: /Did you mean "batch:item:end"\?/ })
})

test('a module with nothing to offer is refused with what it has', () => {
  assert.throws(() => namesOf({}), { code: 'HOOK_NO_FUNCTION', message: /got nothing/ })
  assert.throws(() => namesOf({ helper: nothing, n: 1 }), { code: 'HOOK_NO_FUNCTION', message: /got helper, n/ })
})
