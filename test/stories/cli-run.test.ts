/** What a person sees who runs a batch from a shell. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { millrace } from '../support/millrace.ts'
import { workspace } from '../support/workspace.ts'

const pipeline = `name: shout
input: { type: files, path: in, pattern: "*.txt" }
steps:
  - { name: read, tool: filesystem, action: read }
  - { name: check, tool: command, command: ["grep", "-q", "good", "{path}"], retry: { attempts: 1 } }
  - { name: write, tool: filesystem, action: write, path: "{output_path}", content: "{content}!" }
`

const files = { 'p.yaml': pipeline, 'in/a.txt': 'good', 'in/b.txt': 'bad', 'in/c.txt': 'good' }

test('one item of three fails: exit 1, the failure and the next command are told, standard output is empty', async (t) => {
  const room = workspace(t, files)
  const { code, stdout, stderr } = await millrace(['run', 'p.yaml'], { cwd: room.folder })
  assert.equal(code, 1, stderr)
  assert.equal(stdout, '')
  assert.match(stderr, /^\d\d:\d\d:\d\d shout started as batch batch_\w+\n/)
  assert.match(stderr, /\n✗ b\.txt: .*\[COMMAND_FAILED\]/)
  assert.match(stderr, /\nCompleted: 2 of 3 items succeeded, 1 failed\.\n/)
  assert.match(stderr, /millrace retry/)
  assert.deepEqual(
    room.list('output').filter((file) => file.endsWith('.txt')),
    ['a.txt', 'c.txt'],
  )
})

test('a second run reuses what still holds', async (t) => {
  const room = workspace(t, files)
  await millrace(['run', 'p.yaml', '--progress', 'none'], { cwd: room.folder })
  const { stderr } = await millrace(['run', 'p.yaml', '--verbose', '--progress', 'plain'], { cwd: room.folder })
  assert.match(stderr, /\] Reused: a\.txt \(4 → 5\)\n/)
  assert.match(stderr, /\] Failed: b\.txt \(/)
})

test('the result is one JSON object, and every output is in it', async (t) => {
  const room = workspace(t, files)
  const { stdout } = await millrace(['run', 'p.yaml', '--json', '--quiet'], { cwd: room.folder })
  const result = JSON.parse(stdout)
  assert.deepEqual([result.total, result.succeeded, result.failed, result.pending], [3, 2, 1, 0])
  const outputs = new Map(result.outputs.map((output: { id: string }) => [output.id, output]))
  assert.deepEqual([...outputs.keys()].toSorted(), ['a.txt', 'b.txt', 'c.txt'])
})

test('events are NDJSON on standard error, numbered without gaps, and nothing else is there', async (t) => {
  const room = workspace(t, files)
  const { stderr } = await millrace(['run', 'p.yaml', '--progress', 'ndjson'], { cwd: room.folder })
  const events = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const numbered = events.filter(({ type }) => type !== 'batch:progress')
  assert.deepEqual(
    numbered.map(({ seq }) => seq),
    numbered.map((_event, index) => index + 1),
  )
  assert.equal(numbered[0].type, 'batch:start')
  assert.equal(numbered.at(-1).type, 'batch:end')
})

test('a name with control characters never reaches the terminal as such', async (t) => {
  const room = workspace(t, { 'p.yaml': pipeline, 'in/evil\u001b[2J\nname.txt': 'bad' })
  const { stderr } = await millrace(['run', 'p.yaml', '--verbose', '--progress', 'plain'], { cwd: room.folder })
  assert.doesNotMatch(stderr, /\u001b/)
  assert.match(stderr, /evil�\[2J�name\.txt/)
})

test('a coding agent gets few lines and the place of the report', async (t) => {
  const room = workspace(t, files)
  const { stderr } = await millrace(['run', 'p.yaml'], { cwd: room.folder, env: { AI_AGENT: '1' } })
  assert.ok(stderr.trim().split('\n').length <= 25, stderr)
  assert.doesNotMatch(stderr, /^✗ b\.txt/m)
  assert.match(stderr, /\nReport .*batch_report_/)
})

const rows = {
  'rows.jsonl': '{"n":1}\n{"n":\n{"n":1}\n',
  'rows.yaml': `name: rows
input: { type: jsonl, path: rows.jsonl }
steps:
  - name: check
    validate: { type: object }
output: { type: report }
`,
}

test('a broken row is told with its number and its reason, while the batch runs and in errors.log', async (t) => {
  const room = workspace(t, rows)
  const { code, stderr } = await millrace(['run', 'rows.yaml', '--progress', 'plain'], { cwd: room.folder })
  assert.equal(code, 1)
  assert.match(stderr, /✗ broken-[0-9a-f]{16}: row 2: expected a value, got the end at column 6 \[JSON_BROKEN\]\n/)
  const log = room.list().find((path) => path.endsWith('errors.log')) ?? ''
  assert.match(
    readFileSync(room.path(log), 'utf8'),
    /· before the first step · try 1 · failed\n {2}[A-Z_]+: row 2: expected a value/,
  )
  // It would break again: nobody is sent to retry it.
  assert.doesNotMatch(stderr, /millrace retry/)
  const { stdout } = await millrace(['errors'], { cwd: room.folder })
  assert.match(stdout, /mend the input, then `millrace run` again/)
})

test('equal rows without ids are items of their own, and no failures', async (t) => {
  const room = workspace(t, { ...rows, 'rows.jsonl': '{"n":1}\n{"n":1}\n{"n":1}\n' })
  const { code, stderr } = await millrace(['run', 'rows.yaml', '--mode', 'strict', '--progress', 'ndjson'], { cwd: room.folder })
  const ends = stderr
    .split('\n')
    .filter((line) => line.includes('"batch:item:end"'))
    .map((line) => JSON.parse(line).state)
  assert.deepEqual([code, ends], [0, ['succeeded', 'succeeded', 'succeeded']])
})

test('a picture is converted where no program at all is found in the PATH', async (t) => {
  const image = readFileSync(resolve(import.meta.dirname, '../../examples/images/mirrored.avif'))
  const room = workspace(t, { 'in/mirrored.avif': image })
  const { code, stderr } = await millrace(['run', 'avif-to-png', 'in', '--quiet'], {
    cwd: room.folder,
    env: { PATH: '/nowhere' },
  })
  assert.deepEqual([code, stderr], [0, ''])
})
