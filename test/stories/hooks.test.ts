/** Hooks as a person writes them into a pipeline file: whom a batch asks and tells, and what happens when they misbehave. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { deadPort, httpListener } from '../support/http-listener.ts'
import { type CommandEnd, millrace } from '../support/millrace.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const identity = 'export default ({ data }) => data'

function room(t: Parameters<typeof workspace>[0], hooks: string, more: Readonly<Record<string, string>> = {}): Workspace {
  const pipeline = `name: job
input: { type: json, path: items.json, id: id }
steps: [{ transform: ./same.js }]
output: { type: json, path: out.json }
workers: 2
${hooks}
`
  const items = JSON.stringify(['a', 'b', 'c'].map((id) => ({ id, n: 1 })))
  return workspace(t, { 'job.yaml': pipeline, 'same.js': identity, 'items.json': items, ...more })
}

function run({ folder }: Workspace, args: readonly string[] = [], env = {}): Promise<CommandEnd> {
  return millrace(['run', 'job.yaml', '--report', 'none', ...args], { cwd: folder, env })
}

const output = (at: Workspace) => JSON.parse(readFileSync(at.path('out.json'), 'utf8'))
const lines = (text: string) => text.split('\n').filter((line) => line !== '')

async function items({ folder }: Workspace): Promise<readonly Record<string, unknown>[]> {
  const { stdout } = await millrace(['items', '--json'], { cwd: folder })
  return lines(stdout).map((line) => JSON.parse(line))
}

const filter = `import { appendFileSync } from 'node:fs'
const log = (text) => appendFileSync(new URL('asked', import.meta.url), text + '\\n')
export function before(event, data) {
  log('before ' + data.item.id)
  if (data.item.id === 'b') return { action: 'skip', reason: 'b is on holiday' }
  data.item.data.n += 1
}
export function after(event, data) {
  log('after ' + data.item.id)
  data.output.result.done = true
}
export default { 'batch:end': (event, { state, skipped }) => console.log('heard the end:', state, skipped) }
`

test('functions of a module skip, change and transform items, and hear the end', async (t) => {
  const at = room(t, 'hooks: ./hooks.mjs', { 'hooks.mjs': filter })
  const first = await run(at)
  assert.equal(first.code, 0, first.stderr)
  assert.match(first.stderr, /heard the end: completed 1/)
  assert.deepEqual(output(at), [
    { id: 'a', n: 2, done: true },
    { id: 'c', n: 2, done: true },
  ])
  const [, b] = await items(at)
  assert.deepEqual([b?.['id'], b?.['state'], b?.['reason']], ['b', 'skipped', 'b is on holiday'])
})

test('a second run asks again before, and what is asked after is reused', async (t) => {
  const at = room(t, 'hooks: ./hooks.mjs', { 'hooks.mjs': filter })
  await run(at)
  await run(at)
  const asked = lines(readFileSync(at.path('asked'), 'utf8'))
  assert.equal(asked.filter((line) => line.startsWith('before')).length, 6)
  assert.deepEqual(asked.filter((line) => line.startsWith('after')).sort(), ['after a', 'after c'])
})

test('retry does not ask again before', async (t) => {
  const flaky = `import { existsSync, writeFileSync } from 'node:fs'
export default ({ id, data }) => {
  const mark = new URL('mark', import.meta.url)
  if (id === 'c' && !existsSync(mark)) { writeFileSync(mark, ''); throw new Error('not yet') }
  return data
}`
  const at = room(t, 'hooks: ./hooks.mjs', { 'hooks.mjs': filter, 'same.js': flaky })
  assert.equal((await run(at)).code, 1)
  const retried = await millrace(['retry'], { cwd: at.folder })
  assert.equal(retried.code, 0, retried.stderr)
  const asked = lines(readFileSync(at.path('asked'), 'utf8'))
  assert.equal(asked.filter((line) => line.startsWith('before')).length, 3)
  assert.deepEqual(
    output(at).map(({ n }: { n: number }) => n),
    [2, 2],
  )
})

const script = `#!/usr/bin/env node
let text = ''
process.stdin.on('data', (part) => { text += part }).on('end', () => {
  const { event, data } = JSON.parse(text)
  if (event === 'batch:end') return console.error('the program heard', data.succeeded)
  if (data.item.id === 'a') console.log(JSON.stringify({ action: 'skip', reason: 'says the program' }))
  else console.log(JSON.stringify({ data: { item: { data: { ...data.item.data, by: 'program' } } } }))
})
`

test('a program is asked and told with JSON', async (t) => {
  const node = JSON.stringify(process.execPath)
  const at = room(t, `hooks: [{ program: [${node}, hook.js], events: [batch:item:before, batch:end] }]`, { 'hook.js': script })
  const { code, stderr } = await run(at)
  assert.equal(code, 0, stderr)
  assert.deepEqual(
    output(at).map(({ id, by }: { id: string; by: string }) => [id, by]),
    [
      ['b', 'program'],
      ['c', 'program'],
    ],
  )
  assert.match(stderr, /the program heard 2/)
  assert.equal((await items(at))[0]?.['reason'], 'says the program')
})

test('a webhook gets every event in order, signed with a secret that is written down nowhere', async (t) => {
  const { url, posts } = await httpListener(t, (_post, n) => ({ status: n === 2 ? 503 : 204 }))
  const at = room(
    t,
    `hooks: [{ webhook: "${url}in", secret: env:HOOK_SECRET, events: ["batch:start", "batch:item:end", "batch:end"] }]`,
  )
  const { code, stderr } = await run(at, [], { HOOK_SECRET: 'correct horse' })
  assert.equal(code, 0, stderr)
  const bodies = posts.map(({ body }) => JSON.parse(body))
  // The second one was refused once, and came again before any other.
  assert.deepEqual(
    bodies.map(({ event }) => event),
    ['batch:start', ...Array(4).fill('batch:item:end'), 'batch:end'],
  )
  assert.equal(bodies[1].id, bodies[2].id)
  assert.equal(new Set(bodies.map(({ data }) => data.batch_id)).size, 1)
  assert.deepEqual([bodies.at(-1).data.state, bodies.at(-1).data.succeeded], ['completed', 3])
  for (const { body, headers } of posts) {
    const signature = createHmac('sha256', 'correct horse').update(body).digest('hex')
    assert.equal(headers['x-millrace-signature'], `sha256=${signature}`)
  }
  for (const file of at.list().filter((path) => path.startsWith('.millrace/')))
    assert.equal(readFileSync(at.path(file)).includes('correct horse'), false, file)
})

test('a webhook that is down holds nothing up: its events are counted, and all items are done', async (t) => {
  const port = await deadPort(t)
  const at = room(t, `hooks: [{ webhook: "http://127.0.0.1:${port}/", events: ["batch:*"] }]`)
  const { code, stderr } = await run(at)
  assert.equal(code, 0, stderr)
  assert.equal(output(at).length, 3)
  assert.match(
    stderr,
    new RegExp(`warning: webhook 127.0.0.1:${port}: 127.0.0.1:${port} cannot be reached \\(ECONNREFUSED\\); its events wait`),
  )
  assert.match(stderr, /warning: webhook [\d.:]+: \d+ events were not told; `millrace events` has what happened/)
})

const badBefore = `export async function before(event, { item }) {
  if (item.id === 'a') throw new Error('no such shop')
  if (item.id === 'b') for (;;) ;
  if (item.id === 'c') for (;;) console.log('x'.repeat(1000))
  if (item.id === 'd') return 'yes please'
  if (item.id === 'e') item.id = 'other'
}
`

test('a hook that throws, hangs, floods or answers nonsense fails its item with a clear error, and no other', async (t) => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const at = room(t, 'hooks: { before: ./bad.mjs, timeout: 300ms }', {
    'bad.mjs': badBefore,
    'items.json': JSON.stringify(ids.map((id) => ({ id }))),
  })
  const { code, stderr } = await run(at)
  assert.equal(code, 1, stderr)
  const found = (await items(at)).map(({ id, state, error }) => [id, state, error ?? null])
  assert.deepEqual(found, [
    ['a', 'failed', 'HOOK_THREW: hook bad.mjs: no such shop'],
    ['b', 'failed', 'HOOK_TIMEOUT: hook bad.mjs: it had not answered after 300 ms, its time limit'],
    ['c', 'failed', 'HOOK_OUTPUT: hook bad.mjs: it printed more than 1048576 bytes, and was ended'],
    [
      'd',
      'failed',
      'HOOK_ANSWER: hook bad.mjs: Expected the hook to answer nothing, or { action: "continue" | "skip", reason?, data? }, got "yes please"',
    ],
    ['e', 'failed', 'HOOK_ID: hook bad.mjs: Expected the hook to leave item.id as it is ("e"), got "other"'],
    ['f', 'succeeded', null],
  ])
})

test('a program that prints 5 GiB is ended, as a hook and as a listener', async (t) => {
  const flood = '[sh, -c, "yes | head -c 5368709120"]'
  const at = room(
    t,
    `hooks:\n  - { program: ${flood}, events: [batch:item:before] }\n  - { program: ${flood}, events: [batch:end] }`,
  )
  const { code, stderr } = await run(at)
  assert.equal(code, 1, stderr)
  for (const { state, error } of await items(at)) {
    assert.deepEqual(
      [state, error],
      ['failed', 'HOOK_OUTPUT: hook sh -c yes | head -c 5368709120: it printed more than 1048576 bytes, and was ended'],
    )
  }
  assert.equal(stderr.match(/warning: hook sh .* printed more than 1048576 bytes/g)?.length, 1)
})

const badListener = `export default {
  'batch:start': () => { throw new Error('not in the mood') },
  'batch:item:start': () => { for (;;) ; },
  'batch:item:end': () => 'thank you',
  'batch:end': () => { for (;;) console.log('x'.repeat(1000)) },
}
`

test('a listener cannot break a batch: what it does wrong is told once per kind', async (t) => {
  const at = room(t, 'hooks: { on: ./bad.mjs, timeout: 200ms }', { 'bad.mjs': badListener })
  const { code, stderr } = await run(at)
  assert.equal(code, 0, stderr)
  assert.equal(output(at).length, 3)
  const warnings = lines(stderr).filter((line) => line.startsWith('warning:'))
  assert.deepEqual(warnings.sort(), [
    'warning: hook bad.mjs: it answered "thank you"; a listener is expected to answer nothing; the batch goes on',
    'warning: hook bad.mjs: it had not answered after 200 ms, its time limit; the batch goes on',
    'warning: hook bad.mjs: it printed more than 1048576 bytes, and was ended; the batch goes on',
    'warning: hook bad.mjs: not in the mood; the batch goes on',
  ])
})

test('a hook may stop the batch on purpose, and a resume goes on', async (t) => {
  const gate = `import { existsSync } from 'node:fs'
export function before() {
  if (existsSync(new URL('open', import.meta.url))) return
  throw Object.assign(new Error('the shop is closed'), { name: 'BatchError', code: 'CLOSED', [Symbol.for('millrace.error')]: true })
}`
  const at = room(t, 'hooks: ./gate.mjs', { 'gate.mjs': gate })
  const stopped = await run(at)
  assert.equal(stopped.code, 3, stopped.stderr)
  assert.match(stopped.stderr, /the shop is closed/)
  at.write('open', '')
  const resumed = await millrace(['resume'], { cwd: at.folder })
  assert.equal(resumed.code, 0, resumed.stderr)
  assert.equal(output(at).length, 3)
})

test('progress and the end are told as a config file says, in the form of a list of orchestrators', async (t) => {
  const at = room(t, '', {
    'millrace.toml': `[[orchestrators]]
module = "loop-batch-processor"
config = { progress_hook = "hooks-batch-progress", notify_on_complete = true }
`,
  })
  const { code, stderr } = await run(at, [], {
    DISPLAY: undefined,
    WAYLAND_DISPLAY: undefined,
    DBUS_SESSION_BUS_ADDRESS: undefined,
  })
  assert.equal(code, 0, stderr)
  assert.match(stderr, /^Batch batch_\w+: 3\/3$/m)
  assert.match(stderr, /^job is done \(batch_\w+\): 3 of 3 succeeded, in /m)
})

test('a progress hook of its own receives counts that are right', async (t) => {
  const progress = `import { appendFileSync } from 'node:fs'
export default (event, { batch_id, completed, total }) => appendFileSync(new URL('progress', import.meta.url), completed + '/' + total + '\\n')`
  const at = room(t, 'progress_hook: ./progress.mjs', { 'progress.mjs': progress })
  assert.equal((await run(at)).code, 0)
  const told = lines(readFileSync(at.path('progress'), 'utf8'))
  assert.equal(told.at(-1), '3/3')
  for (const line of told) assert.match(line, /^[0-3]\/[03]$/)
})

test('Slack hears the end in one message', async (t) => {
  const { url, posts } = await httpListener(t)
  const at = room(t, 'notify_on_complete: { slack: env:SLACK_URL }')
  const { code, stderr } = await run(at, [], { SLACK_URL: `${url}services/T/B/x` })
  assert.equal(code, 0, stderr)
  assert.deepEqual(
    posts.map((post) => [post.url, Object.keys(JSON.parse(post.body))]),
    [['/services/T/B/x', ['text']]],
  )
  assert.match(JSON.parse(posts[0]?.body ?? '').text, /job is done .*\n3 of 3 succeeded/)
})

test('a module can be named on the command line', async (t) => {
  const at = room(t, '', { 'hooks.mjs': filter })
  const { code, stderr } = await run(at, ['--hooks', './hooks.mjs'])
  assert.equal(code, 0, stderr)
  assert.match(stderr, /heard the end/)
})

const refusals = [
  { hooks: 'hooks: ./none.mjs', says: /Cannot read the module/ },
  { hooks: 'hooks: [{ program: [no-such-program-here] }]', says: /the program "no-such-program-here" was not found/ },
  {
    hooks: 'hooks: [{ webhook: "https://example.com", events: batch:ende }]',
    says: /Did you mean "batch:end"\?\n {2}at .*job\.yaml:6:/,
  },
  { hooks: 'hooks: [{ webhook: "https://example.com", secret: env:NOT_SET_AT_ALL }]', says: /the variable NOT_SET_AT_ALL/ },
  { hooks: 'progress_hook: hooks-batch-progres', says: /Did you mean "hooks-batch-progress"\?/ },
  { hooks: 'notify_on_complete: env:NOT_SET_AT_ALL', says: /the variable NOT_SET_AT_ALL/ },
  { hooks: 'hooks: { befor: ./hooks.mjs }', says: /Unknown key "befor".*Did you mean "before"\?/ },
]

for (const { hooks, says } of refusals) {
  test(`"${hooks}" starts nothing`, async (t) => {
    const at = room(t, hooks)
    const { code, stderr } = await run(at)
    assert.equal(code, 2, stderr)
    assert.match(stderr, says)
    assert.ok(!at.list().some((file) => file.endsWith('.db')), 'a ledger was made')
  })
}
