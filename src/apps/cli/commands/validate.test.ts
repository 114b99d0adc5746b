import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { workspace } from '../../../../test/support/workspace.ts'

const pipeline = `name: upper
input: { type: files, path: in, pattern: "*.txt" }
steps:
  - { name: read, tool: filesystem, action: read }
`

test('a valid pipeline is told with its steps', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline, 'in/a.txt': 'a' })
  const { code, stdout, stderr } = await command(room.folder, 'validate', 'p.yaml')
  assert.deepEqual([code, stdout, stderr], [0, 'upper is valid: 1 step (read)\n', ''])
  assert.deepEqual(JSON.parse((await command(room.folder, 'validate', 'p.yaml', '--json')).stdout).steps, ['read'])
})

test('a typo is told with its place and what was meant', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline.replace('input:', 'inptu:'), 'in/a.txt': 'a' })
  const { code, stderr } = await command(room.folder, 'validate', 'p.yaml')
  assert.equal(code, 2)
  assert.match(stderr, /inptu/)
  assert.match(stderr, /did you mean "input"/i)
  assert.match(stderr, /\n {2}at .*p\.yaml:2:1\n/)
})
