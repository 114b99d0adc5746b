import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { shortOrFull } from '../support/faults.ts'
import { startMillrace } from '../support/millrace.ts'
import { itemLines } from '../support/oracle.ts'
import { until } from '../support/until.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const files = shortOrFull(8, 100)
const names = Array.from({ length: files }, (_, index) => `${String(index).padStart(3, '0')}.txt`)

/** Two halves of the file are read with time in between: a change that came then must not end up in one output. */
const pipeline = (room: Workspace) => `name: halves
input: { type: files, path: in, pattern: "*.txt" }
max_concurrent: 2
steps:
  - name: halves
    tool: command
    command: [sh, ${JSON.stringify(room.path('halves.sh'))}, "{path}"]
  - { name: write, tool: filesystem, action: write, path: "{output_path}", content: "{result.stdout}" }
output: { type: files, path: ./output }
`

function whole(letter: string): string {
  return `${letter.repeat(50)}\n${letter.repeat(50)}\n`
}

function arrange(room: Workspace): void {
  for (const name of names) room.write(`in/${name}`, whole('a'))
  room.write('log', '')
  room.write('halves.sh', `echo "$1" >> '${room.path('log')}'\nhead -n 1 "$1"; sleep 0.25; tail -n 1 "$1"\n`)
  room.write('halves.yaml', pipeline(room))
}

test('a file that changes or disappears while it is worked on fails its item, and no output holds a mixture', async (t) => {
  const room = workspace(t)
  arrange(room)
  const { done } = startMillrace(['run', 'halves.yaml', '--progress', 'none'], { cwd: room.folder, timeoutMs: 120_000 })
  const touched = names.filter((_, index) => index % 3 === 1)
  for (const [index, name] of touched.entries()) {
    await until(() => readFileSync(room.path('log'), 'utf8').includes(name), { everyMs: 5, orWhen: done })
    if (index % 2 === 0) room.write(`in/${name}`, whole('b'))
    else rmSync(room.path('in', name))
  }
  const end = await done
  assert.equal(end.code, 1, end.stderr)
  const lines = await itemLines(room.folder)
  const failed = lines.filter(({ state }) => state === 'failed').map(({ id }) => id)
  assert.deepEqual(failed.toSorted(), touched)
  assert.match(JSON.stringify(lines.find(({ id }) => id === touched[0])), /INPUT_CHANGED/)
  const outputs = room.list('output').filter((file) => file.endsWith('.txt') && !file.startsWith('logs/'))
  assert.deepEqual(
    outputs,
    names.filter((name) => !touched.includes(name)),
  )
  for (const name of outputs) assert.equal(readFileSync(room.path('output', name), 'utf8'), whole('a'))
})
