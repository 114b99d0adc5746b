import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filesystemOptions } from './filesystem-options.ts'

test('each action has its own keys, and a key of another action is refused', () => {
  assert.equal(filesystemOptions.parse({ action: 'read' }).action, 'read')
  for (const options of [
    { action: 'read', content: 'x' },
    { action: 'write', allow_outside: true },
    { action: 'remove' },
    { action: 'erase' },
  ]) {
    assert.equal(filesystemOptions.safeParse(options).success, false, JSON.stringify(options))
  }
})
