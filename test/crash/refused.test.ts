import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { type CommandEnd, millrace } from '../support/millrace.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

/** Runs a pipeline of one command step over lines of text; each command that starts leaves a line in `started`. */
async function runPipeline(room: Workspace, change: (text: string) => string): Promise<CommandEnd> {
  room.write('items.jsonl', '{"id":"a"}\n{"id":"b"}\n')
  const text = `name: small
input: { type: jsonl, path: items.jsonl, id: id }
steps:
  - name: touch
    tool: command
    command: [touch, ${JSON.stringify(room.path('started'))}]
output: { type: files, path: ./output, naming: "{item.id}.txt" }
`
  room.write('small.yaml', change(text))
  return millrace(['run', 'small.yaml', '--progress', 'none'], { cwd: room.folder })
}

function assertRefused(room: Workspace, end: CommandEnd, message: RegExp): void {
  assert.equal(end.code, 2, end.stderr)
  assert.match(end.stderr, message)
  assert.doesNotMatch(end.stderr, /\n {4,}at /, 'a stack trace is for --debug')
  assert.ok(!room.list().includes('started'), 'an item had started')
}

test('a pipeline that is in order runs', async (t) => {
  const room = workspace(t)
  const end = await runPipeline(room, (text) => text)
  assert.equal(end.code, 0, end.stderr)
  assert.ok(room.list().includes('started'))
})

test('a missing program is told before the first item, soon', async (t) => {
  const room = workspace(t)
  const started = systemClock.now()
  const end = await runPipeline(room, (text) => text.replace('[touch,', '[no-such-program-here,'))
  assertRefused(room, end, /no-such-program-here/)
  assert.ok(systemClock.now() - started < 5_000)
})

test('an output folder that cannot be written is told before the first item', async (t) => {
  const room = workspace(t, { blocked: 'a file' })
  const end = await runPipeline(room, (text) => text.replace('./output', './blocked/output'))
  assertRefused(room, end, /blocked/)
})

test('an unknown name in a placeholder is told with its place and what was probably meant', async (t) => {
  const room = workspace(t)
  const end = await runPipeline(room, (text) => text.replace('[touch,', '["touch", "{item.idd}",'))
  assertRefused(room, end, /small\.yaml:6:\d+/)
  assert.match(end.stderr, /did you mean/i)
})

const twins = [
  { what: 'the same name in two folders', files: ['in/a/x.txt', 'in/b/x.txt'] },
  { what: 'names that differ only in case', files: ['in/a/x.txt', 'in/b/X.txt'] },
  { what: 'names that differ only in how an accent is written', files: ['in/a/caf\u00e9.txt', 'in/b/cafe\u0301.txt'] },
]

for (const { what, files } of twins) {
  test(`two items that would write one file are refused before the start: ${what}`, async (t) => {
    const room = workspace(t, Object.fromEntries(files.map((file) => [file, file])))
    room.write(
      'flat.yaml',
      `name: flat
input: { type: files, path: in, pattern: "**/*.txt" }
steps:
  - { name: read, tool: filesystem, action: read }
  - { name: write, tool: filesystem, action: write, path: "{output_path}", content: "{content}" }
output: { type: files, path: ./output, layout: flat }
`,
    )
    const end = await millrace(['run', 'flat.yaml', '--progress', 'none'], { cwd: room.folder })
    assert.equal(end.code, 2, end.stderr)
    for (const file of files) assert.ok(end.stderr.includes(file.slice('in/'.length)), end.stderr)
    assert.ok(!room.list().some((file) => file.startsWith('output/') && file.endsWith('.txt')))
  })
}
