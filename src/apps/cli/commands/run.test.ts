import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'
import { workspace } from '../../../../test/support/workspace.ts'

const pipeline = `name: copy
input: { type: files, path: in, pattern: "*.txt" }
steps:
  - { name: read, tool: filesystem, action: read }
  - { name: write, tool: filesystem, action: write, path: "{output_path}", content: "{content}{config.mark}" }
config: { mark: "!" }
`

test('a batch runs: its result is one JSON object on standard output', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline, 'in/a.txt': 'a', 'in/b.txt': 'b' })
  const { code, stdout, stderr } = await command(room.folder, 'run', 'p.yaml', '--json', '--progress', 'none', '--set', 'mark=?')
  assert.equal(code, 0, stderr)
  const { state, succeeded, outputs } = JSON.parse(stdout)
  assert.deepEqual([state, succeeded, outputs.length], ['completed', 2, 2])
  assert.equal(stderr, '')
})

test('without --json standard output stays empty, and people read the summary', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline, 'in/a.txt': 'a' })
  const { code, stdout, stderr } = await command(room.folder, 'run', 'p.yaml', '--progress', 'plain')
  assert.equal(code, 0, stderr)
  assert.equal(stdout, '')
  assert.match(stderr, /copy started as batch .*\nCompleted: the item succeeded\.\n/)
})

test('a dry run says what would be done and does nothing', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline, 'in/a.txt': 'a' })
  const { code, stdout, stderr } = await command(room.folder, 'run', 'p.yaml', '--dry-run')
  assert.equal(code, 0, stderr)
  assert.equal(stdout, `run    a.txt → ${room.path('output', 'a.txt')}\n`)
  assert.match(
    stderr,
    /dry run of copy: 1 item would run, 0 would be reused, 0 skipped, 0 would fail at once\. Nothing was done\./,
  )
  assert.deepEqual(room.list().toSorted(), ['in/a.txt', 'p.yaml'])
})
