import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { millrace, startMillrace } from '../support/millrace.ts'
import { itemLines } from '../support/oracle.ts'
import { until } from '../support/until.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/families.md'), 'utf8')
const pipeline = /^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? ''
const work = /^```ts work\.ts\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? ''
const texts = { 'texts/a.txt': 'one\ntwo\n', 'texts/b.txt': 'three\n\nfour\n' }

const run = (room: Workspace, ...args: readonly string[]) => millrace(args, { cwd: room.folder })
const read = (room: Workspace, path: string): unknown => JSON.parse(readFileSync(room.path(path), 'utf8'))

/** The pipeline with its steps replaced, from the split on. */
function withSteps(...steps: readonly string[]): string {
  const head = pipeline.slice(0, pipeline.indexOf('  - { split'))
  return `${head}${steps.map((step) => `  - ${step}\n`).join('')}output: { path: ./output }\n`
}

test('the example of the page takes texts apart, works on their lines in groups, and puts them together', async (t) => {
  const room = workspace(t, { ...texts, 'work.ts': work, 'p.yaml': pipeline })
  const { code, stderr } = await run(room, 'run', 'p.yaml')
  assert.equal(code, 0, stderr)
  assert.match(stderr, /^Items +2 \+ 4 parts = 6 succeeded$/m)
  assert.deepEqual(read(room, 'output/a.txt'), ['1: ONE', '2: TWO'])
  assert.deepEqual(read(room, 'output/b.txt'), ['1: THREE', '2: FOUR'])
})

test('items are listed with the one they were split from, results without the parts', async (t) => {
  const room = workspace(t, { ...texts, 'work.ts': work, 'p.yaml': pipeline })
  await run(room, 'run', 'p.yaml')
  const lines = (await run(room, 'items', '--json')).stdout.trim().split('\n')
  const parents = lines.map((line) => JSON.parse(line)).map(({ id, parent }) => [id, parent])
  assert.deepEqual(parents.filter(([id]) => id.startsWith('a')).sort(), [
    ['a.txt', null],
    ['a.txt/0001', 'a.txt'],
    ['a.txt/0002', 'a.txt'],
  ])
  assert.equal((await run(room, 'results', '--json')).stdout.trim().split('\n').length, 2)
})

test('without a merge every part has a file, behind the path of its own', async (t) => {
  const steps = withSteps('{ split: { by: lines } }', '{ tool: filesystem, action: write, content: "{part}" }')
  const room = workspace(t, { ...texts, 'p.yaml': steps })
  const { code, stderr } = await run(room, 'run', 'p.yaml')
  assert.equal(code, 0, stderr)
  const files = room.list('output').filter((file) => file.endsWith('.txt'))
  assert.deepEqual(files, ['a.txt/0001.txt', 'a.txt/0002.txt', 'b.txt/0001.txt', 'b.txt/0002.txt'])
  assert.equal(readFileSync(room.path('output/b.txt/0002.txt'), 'utf8'), 'four')
})

test('a part that failed is tried again, and so is what failed because of it', async (t) => {
  const failing = `import { existsSync } from 'node:fs'
export default ({ data }) => {
  if (data === 'two' && !existsSync(process.env.HOME + '/mended')) throw new Error('not yet')
  return data
}`
  const steps = withSteps(
    '{ split: { by: lines } }',
    '{ transform: ./part.ts }',
    '{ merge: {} }',
    '{ tool: filesystem, action: write }',
  )
  const room = workspace(t, { ...texts, 'p.yaml': steps, 'part.ts': failing })
  const go = (...args: readonly string[]) => millrace(args, { cwd: room.folder, env: { HOME: room.folder } })
  const first = await go('run', 'p.yaml')
  assert.equal(first.code, 1)
  assert.match(first.stderr, /a\.txt: 1 of 2 parts did not succeed: a\.txt\/0002: STEP_THREW: not yet/)
  room.write('mended', '')
  const { code, stderr } = await go('retry')
  assert.equal(code, 0, stderr)
  assert.deepEqual(read(room, 'output/a.txt'), ['one', 'two'])
  assert.deepEqual(
    (await itemLines(room.folder)).filter(({ state }) => state !== 'succeeded'),
    [],
  )
})

test('what cannot be is refused before the first item, with its place', async (t) => {
  const wrong: readonly (readonly [steps: readonly string[], said: RegExp])[] = [
    [['{ merge: {} }'], /Expected a `split` before this `merge`, got none that is still open.*p\.yaml:5:7/s],
    [['{ split: { by: lines }, when: "true" }'], /A `split` is always done/],
    [['{ split: { by: words } }'], /`split\.by`: expected "lines", "json", "tokens", "transform", got "words"/],
    [['{ transform: ./work.ts, group: { size: 5000 } }'], /expected a whole number from 2 to 1,000/],
    [
      ['{ tool: filesystem, action: write, content: x, group: { size: 5 } }'],
      /takes no `group`: the tool filesystem works on one item/,
    ],
    [['{ command: [echo, "{path}"], group: { size: 5 } }'], /Unknown name "path".*\{items\}/s],
    [['{ when: "true", group: { size: 5 } }'], /A `keep` looks at one item at a time/],
  ]
  const room = workspace(t, { ...texts, 'work.ts': work })
  for (const [steps, said] of wrong) {
    room.write('p.yaml', withSteps(...steps))
    const { code, stderr } = await run(room, 'run', 'p.yaml')
    assert.deepEqual([code, said.test(stderr)], [2, true], stderr)
  }
})

test('a limit counts items of the input, not their parts, over an interruption too', async (t) => {
  const slow = `import { writeFileSync } from 'node:fs'
export default async ({ data }) => {
  writeFileSync(process.env.HOME + '/began', '')
  await new Promise((done) => setTimeout(done, 200))
  return data.map(({ part }) => part)
}`
  const many = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`texts/${n}.txt`, 'a\nb\nc\n']))
  const room = workspace(t, { ...many, 'work.ts': slow, 'p.yaml': `${pipeline}limit: 4\nmax_concurrent: 1\n` })
  const { child, done } = startMillrace(['run', 'p.yaml'], { cwd: room.folder, env: { HOME: room.folder } })
  await until(() => room.list().includes('began'), { orWhen: done.then(() => true), everyMs: 5 })
  child.kill('SIGINT')
  await done
  const { code, stderr } = await millrace(['resume'], { cwd: room.folder, env: { HOME: room.folder } })
  assert.equal(code, 0, stderr)
  const lines = await itemLines(room.folder)
  assert.deepEqual([lines.length, lines.filter(({ state }) => state === 'succeeded').length], [16, 16])
})
