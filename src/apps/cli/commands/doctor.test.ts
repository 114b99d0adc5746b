import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { workspace } from '../../../../test/support/workspace.ts'

test('doctor tells what this machine has, as lines and as one value', async (t) => {
  const { folder } = workspace(t)
  const found = JSON.parse((await command(folder, 'doctor', '--json')).stdout)
  assert.equal(found.node, process.versions.node)
  assert.equal(found.disk.writable, true)
  assert.match((await command(folder, 'doctor')).stdout, new RegExp(`^millrace {2}.*Node ${process.versions.node}`))
})
