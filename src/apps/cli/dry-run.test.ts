import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { command } from '../../../test/support/command.ts'
import { workspace } from '../../../test/support/workspace.ts'

const pipeline = `name: copy
input: { type: files, path: in, pattern: "*.txt" }
steps:
  - { name: keep, when: "!item.id.startsWith('skip')" }
  - { name: read, tool: filesystem, action: read }
  - { name: write, tool: filesystem, action: write, path: "{output_path}", content: "{content}" }
`

test('each item is told with what would happen to it, as a line or as JSON', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline, 'in/a.txt': 'a', 'in/skip.txt': 'b' })
  const { stdout, stderr } = await command(room.folder, 'run', 'p.yaml', '--dry-run', '--json')
  const items = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    items.map(({ id, action }) => [id, action]),
    [
      ['a.txt', 'run'],
      ['skip.txt', 'skip'],
    ],
  )
  assert.match(stderr, /1 item would run, 0 would be reused, 1 skipped/)
})

test('a person sees the first twenty of a kind', async (t) => {
  const files = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`in/${index + 10}.txt`, 'x']))
  const room = workspace(t, { 'p.yaml': pipeline, ...files })
  const { stdout } = await command(room.folder, 'run', 'p.yaml', '--dry-run')
  assert.equal(stdout.trim().split('\n').length, 21)
  assert.match(stdout, /… \(all of them with --json\)\n$/)
})

test('an output that is gone or was changed since would be made again', async (t) => {
  const copy = 'input: { type: files, path: in }\nsteps: [{ tool: filesystem, action: copy }]\n'
  const room = workspace(t, { 'p.yaml': copy, 'in/a.txt': 'a', 'in/b.txt': 'b', 'in/c.txt': 'c' })
  await command(room.folder, 'run', 'p.yaml', '--progress', 'none')
  rmSync(room.path('output', 'a.txt'))
  writeFileSync(room.path('output', 'b.txt'), 'mine')
  const { stdout } = await command(room.folder, 'run', 'p.yaml', '--dry-run')
  assert.deepEqual(stdout.match(/^\w+ +\w\.txt/gm), ['run    a.txt', 'run    b.txt', 'reuse  c.txt'])
})
