import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromEnvironment } from './from-environment.ts'

const place = { file: 'p.yaml', line: 3 }

test('a value stands for itself, or for a variable', () => {
  assert.equal(fromEnvironment('plain', place, {}), 'plain')
  assert.equal(fromEnvironment('env:KEY', place, { KEY: 'secret' }), 'secret')
})

test('a variable that is not set, or empty, is named with its place', () => {
  for (const env of [{}, { KEY: '' }])
    assert.throws(() => fromEnvironment('env:KEY', place, env), {
      code: 'VARIABLE_MISSING',
      message: 'Expected the variable KEY in the environment, got none.',
      place,
    })
})
