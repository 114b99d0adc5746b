import assert from 'node:assert/strict'
import { test } from 'node:test'
import { absence } from './later.ts'

test('a command of a later version is told as such, with what to use instead', () => {
  assert.deepEqual(absence('ui'), {
    message: 'The dashboard (`ui`) is not part of this version of Millrace.',
    fix: 'Follow a batch with `millrace status --follow`.',
  })
})

test('any other name is nothing of the kind', () => {
  assert.equal(absence('run'), undefined)
  assert.equal(absence('constructor'), undefined)
})
