import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fixes, parseFailure } from './failure-text.ts'

test('a failure is read without its stack', () => {
  assert.deepEqual(parseFailure('{"code":"X","message":"m","fix":"f","stack":"at x"}'), { code: 'X', message: 'm', fix: 'f' })
})

test('a failure that is none has a code all the same', () => {
  assert.deepEqual(parseFailure('[]'), { code: 'UNKNOWN', message: '' })
})

test('a fix is known for exactly the failure it came with', () => {
  const fixes = new Fixes()
  fixes.add({ code: 'X', message: 'a', fix: 'do this' })
  fixes.add({ code: 'X', message: 'b' })
  assert.deepEqual([fixes.for('X', 'a'), fixes.for('X', 'b'), fixes.for(undefined, undefined)], ['do this', null, null])
})
