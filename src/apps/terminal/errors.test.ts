import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorLines } from './errors.ts'

test('an error says what, where and how to fix it', () => {
  assert.deepEqual(
    errorLines({ message: 'Unknown key "stepz".\nDid you mean "steps"?', place: 'p.yaml:3:1', fix: 'Rename it.' }),
    ['error: Unknown key "stepz".', '  Did you mean "steps"?', '  at p.yaml:3:1', '  fix: Rename it.'],
  )
})

test('a message from outside cannot move the cursor', () => {
  assert.deepEqual(errorLines({ message: 'no\u001b[2Jpe' }), ['error: no�[2Jpe'])
})
