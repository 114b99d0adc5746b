import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../test/support/command.ts'
import { workspace } from '../../../test/support/workspace.ts'

const pipeline = `name: checks
input: { type: json, path: items.json, id: id }
steps:
  - { name: check, tool: command, command: ["test", "{item.id}", "!=", "bad"], retry: { attempts: 1 } }
`

const items = JSON.stringify(['good', 'bad', 'fine'].map((id) => ({ id })))

async function run(t: Parameters<typeof workspace>[0], ...flags: readonly string[]) {
  const room = workspace(t, { 'p.yaml': pipeline, 'items.json': items })
  return command(room.folder, 'run', 'p.yaml', '--progress', 'none', '--workers', '1', ...flags)
}

test('a batch with failed items ends with 1, and with 0 once none fails', async (t) => {
  assert.equal((await run(t)).code, 1)
  assert.equal((await run(t, '--only', 'good')).code, 0)
})

test('a batch that stops at its first failure ends with 3, says why, and how to go on', async (t) => {
  const { code, stdout, stderr } = await run(t, '--fail-fast')
  assert.deepEqual([code, stdout], [3, ''])
  assert.match(stderr, /^failed: .+\nGo on with `millrace resume batch_\w+`\.\n$/s)
})

test('signals have their usual meaning again when the batch is over', async (t) => {
  const before = process.listenerCount('SIGINT')
  await run(t)
  assert.equal(process.listenerCount('SIGINT'), before)
})
