import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { workspace } from '../../../../test/support/workspace.ts'

test('a recipe is copied once, and never over something', async (t) => {
  const room = workspace(t)
  const first = await command(room.folder, 'init', 'avif-to-png')
  assert.equal(first.stdout, `${room.path('pipelines', 'avif-to-png.yaml')}\n`)
  const second = await command(room.folder, 'init', 'avif-to-png')
  assert.equal(second.code, 2)
  assert.match(second.stderr, /exists already/)
})
