import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasProgram } from './system-setup.ts'
import { workspace } from './workspace.ts'

test('a program is found on the path, and only there', (t) => {
  const room = workspace(t, { 'tools/hammer': '' })
  assert.equal(hasProgram('hammer', `/nowhere:${room.path('tools')}`), true)
  assert.equal(hasProgram('hammer', '/nowhere::'), false)
})
