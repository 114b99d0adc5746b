/** Kills while something is done once, behind the last item: nothing is torn, and nothing happens twice that must not. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { shortOrFull } from '../support/faults.ts'
import { millrace, startMillrace } from '../support/millrace.ts'
import { until } from '../support/until.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const items = 1_200
const plain = ['--progress', 'plain', '--report', 'none']

/** Every output is marked as it is folded, so that a kill can be aimed; the result depends on the order. */
const fold = `import { appendFileSync } from 'node:fs'
export const initial = { count: 0, last: [] }
export default async (all, output) => {
  if (output.id.endsWith('00')) appendFileSync(process.env.HOME + '/folded', output.id + '\\n')
  if (output.id.endsWith('00')) await new Promise((done) => setTimeout(done, 5))
  return { count: all.count + 1, last: [...all.last, output.id].slice(-50) }
}`

const pipeline = (after: string) => `name: behind
input: { type: jsonl, path: items.jsonl, id: id }
steps: [{ transform: ./work.ts }]
output: { type: report, path: out }
aggregation:
  fold: ./fold.ts
  template: "{fold.count} of {total}: {fold.last | json}"
  output: all.txt
${after}`

function arrange(t: TestContext, after = ''): Workspace {
  const lines = Array.from({ length: items }, (_, n) => JSON.stringify({ id: `i${String(n).padStart(5, '0')}` }))
  return workspace(t, {
    'items.jsonl': `${lines.join('\n')}\n`,
    'work.ts': 'export default ({ id }) => id.length',
    'fold.ts': fold,
    'behind.yaml': pipeline(after),
    folded: '',
    log: '',
  })
}

function linesOf(room: Workspace, file: string): readonly string[] {
  return readFileSync(room.path(file), 'utf8').split('\n').filter(Boolean)
}

/** Runs or resumes, and kills it as soon as the file has so many lines. */
async function killedAt(room: Workspace, args: readonly string[], { file, lines }: { file: string; lines: number }) {
  const { child, done } = startMillrace(args, { cwd: room.folder, env: { HOME: room.folder }, timeoutMs: 60_000 })
  const ended = done.then(() => true)
  await until(() => linesOf(room, file).length >= lines, { orWhen: ended, everyMs: 2 })
  child.kill('SIGKILL')
  return done
}

function go(room: Workspace, ...args: readonly string[]) {
  return millrace(args, { cwd: room.folder, env: { HOME: room.folder } })
}

test('killed while it folds, again and again, the result of all is never torn, and in the end the same bytes', async (t) => {
  const undisturbed = arrange(t)
  assert.equal((await go(undisturbed, 'run', 'behind.yaml', ...plain)).code, 0)
  const expected = readFileSync(undisturbed.path('out/all.txt'), 'utf8')
  const room = arrange(t)
  await killedAt(room, ['run', 'behind.yaml', ...plain], { file: 'folded', lines: 3 })
  for (let n = 1; n < shortOrFull(2, 10); n++) {
    assert.equal(existsSync(room.path('out/all.txt')), false)
    const before = linesOf(room, 'folded').length
    await killedAt(room, ['resume', '--progress', 'plain'], { file: 'folded', lines: before + 1 + n })
  }
  const { code, stdout } = await go(room, 'resume', '--json')
  assert.equal(code, 0)
  assert.equal(readFileSync(room.path('out/all.txt'), 'utf8'), expected)
  assert.equal(`${JSON.parse(stdout).summary}\n`, expected)
})

const push = `after:
  - { name: note, command: [sh, -c, "echo note >> log"] }
  - { name: push, effects: once, command: [sh, -c, "echo push >> log; sleep 30"] }
  - { name: tell, command: [sh, -c, "echo tell >> log"] }
`

test('a step that must not happen twice and was under way at a kill waits for a person, and what was done stays done', async (t) => {
  const room = arrange(t, push)
  await killedAt(room, ['run', 'behind.yaml', ...plain], { file: 'log', lines: 2 })
  const stopped = await go(room, 'resume', '--progress', 'plain')
  assert.equal(stopped.code, 3)
  assert.match(stopped.stderr, /"push".*may have happened, and must not happen twice/)
  assert.match(stopped.stderr, /millrace review after:push/)
  assert.deepEqual(linesOf(room, 'log'), ['note', 'push'])
  assert.match((await go(room, 'review')).stdout, /^after:push +push +it had started and its answer was never seen$/m)
  assert.equal((await go(room, 'review', 'after:push', '--done')).stdout, 'after:push: succeeded\n')
  assert.equal((await go(room, 'resume', '--progress', 'plain')).code, 0)
  assert.deepEqual(linesOf(room, 'log'), ['note', 'push', 'tell'])
})
