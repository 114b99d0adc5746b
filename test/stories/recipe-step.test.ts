/** A pipeline made of others, as a person writes and runs it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { millrace } from '../support/millrace.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const main = `name: letters
input: { type: jsonl, path: people.jsonl, id: name }
config: { greeting: Dear }
steps:
  - { name: read, transform: ./read.ts }
  - { name: letter, recipe: letter, when: input.age > 17, config: { opening: "{config.greeting}" }, output: text }
  - { name: keep, transform: ./keep.ts }
output: { type: jsonl, path: letters.jsonl }
`
const letter = `description: One letter
input: { type: files, path: elsewhere }
output: { path: elsewhere }
config: { opening: Hello, close: Yours }
config_schema: { properties: { opening: { type: string }, close: { type: string } } }
steps:
  - { name: open, transform: ./letter/open.ts }
  - { name: sign, recipe: ./letter/sign.yaml, config: { word: "{config.close}" } }
`

function arrange(t: TestContext, files: Readonly<Record<string, string>> = {}): Workspace {
  return workspace(t, {
    'people.jsonl': '{"name":"Ann","age":40}\n{"name":"Bo","age":9}\n',
    'letters.yaml': main,
    'read.ts': 'export default (item) => item.data.name.toUpperCase()',
    'keep.ts': 'export default (item, { names }) => ({ text: names.text, result: names.result, names: Object.keys(names) })',
    'pipelines/letter.yaml': letter,
    'pipelines/letter/open.ts': 'export default (item, { names, config }) => [config.opening, names.result].join(" ") + ","',
    'pipelines/letter/sign.yaml': 'steps: [{ name: end, transform: ./end.ts }]',
    'pipelines/letter/end.ts': 'export default (item, { names, config }) => [names.result, config.word].join(" ")',
    ...files,
  })
}

function go({ folder }: Workspace, ...args: readonly string[]) {
  return millrace(args, { cwd: folder })
}

test('a recipe runs as steps of the pipeline: its own config and modules, and only its `output` is seen outside', async (t) => {
  const room = arrange(t)
  assert.equal((await go(room, 'run', 'letters.yaml', '--progress', 'none')).code, 0)
  const lines = readFileSync(room.path('letters.jsonl'), 'utf8').trim().split('\n')
  const letters = lines.map((line) => JSON.parse(line)).sort((a, b) => (a.result < b.result ? -1 : 1))
  assert.deepEqual(
    letters.map(({ text, result }) => [text, result]),
    [
      ['Dear ANN, Yours', 'ANN'],
      [null, 'BO'],
    ],
  )
  assert.ok(letters.every(({ names }) => !names.some((name: string) => name.includes('/'))))
  const { stdout } = await go(room, 'explain', 'Ann')
  assert.match(stdout, /^ {2}letter\.open: ran\..*\n {2}letter\.sign\.end: ran\./m)
})

test('validate names the steps that come out of it, and notes what does not count', async (t) => {
  const { stdout, stderr, code } = await go(arrange(t), 'validate', 'letters.yaml')
  assert.equal(code, 0)
  assert.equal(stdout, 'letters is valid: 4 steps (read → letter.open → letter.sign.end → keep)\n')
  assert.match(
    stderr,
    /^note: As a step, the recipe letter \(.*letter\.yaml\) does its steps only: its input and output do not count\.$/m,
  )
})

test('a name that no step of the recipe will have is told at its place in the recipe’s file', async (t) => {
  const room = arrange(t, {
    'pipelines/letter.yaml': letter.replace('./letter/open.ts }', './letter/open.ts, reads: "{config.opning}" }'),
  })
  const { code, stderr } = await go(room, 'validate', 'letters.yaml')
  assert.equal(code, 2)
  assert.match(stderr, /\{config\.opning\} has no value in the config\. Did you mean "opening"\?/)
  assert.match(stderr, /pipelines\/letter\.yaml:7:/)
})

test('a failure names the step by its recipe', async (t) => {
  const room = arrange(t, { 'pipelines/letter/end.ts': 'export default () => { throw new Error("no ink") }' })
  assert.equal((await go(room, 'run', 'letters.yaml', '--progress', 'none')).code, 1)
  assert.match((await go(room, 'errors')).stdout, /at letter\.sign\.end\n {4}no ink\n/)
})

test('a resume works with the recipe as it was, and refuses changed code', async (t) => {
  const room = arrange(t, { 'pipelines/letter/end.ts': 'export default () => { throw new Error("no ink") }' })
  await go(room, 'run', 'letters.yaml', '--progress', 'none')
  room.write('pipelines/letter.yaml', 'steps: [{ when: "false" }]')
  assert.equal((await go(room, 'retry', '--progress', 'none')).code, 1)
  room.write('pipelines/letter/end.ts', 'export default () => "other"')
  assert.match((await go(room, 'retry', '--progress', 'none')).stderr, /The code or tool of step "letter\.sign\.end" has changed/)
})

test('running again does again only what depends on the recipe’s changed config', async (t) => {
  const room = arrange(t)
  await go(room, 'run', 'letters.yaml', '--progress', 'none')
  room.write('pipelines/letter.yaml', letter.replace('Yours', 'Bye'))
  await go(room, 'run', 'letters.yaml', '--progress', 'none')
  const { stdout } = await go(room, 'explain', 'Ann')
  assert.match(stdout, /read: reused/)
  assert.match(stdout, /letter\.open: ran/)
})
