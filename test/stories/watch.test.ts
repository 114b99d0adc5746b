/** A folder that is watched, from the command line: what appears and what changes is worked on, once each. */
import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { millrace, startMillrace } from '../support/millrace.ts'
import { until } from '../support/until.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const pipeline = `name: shout
input: { type: files, path: in }
settle: 200ms
steps:
  - { name: read, tool: filesystem, action: read }
  - { name: write, tool: filesystem, action: write, content: "{content}!", path: "{output_path}" }
`

function room(t: TestContext): Workspace {
  return workspace(t, { 'p.yaml': pipeline, 'in/a.txt': 'a' })
}

const run = ['run', 'p.yaml', '--watch', '--progress', 'plain']

/** Watches until `act` is done, then ends it with Ctrl-C. */
async function watch(place: Workspace, act: (said: () => string) => Promise<void>) {
  const { child, done } = startMillrace(run, { cwd: place.folder })
  const said: string[] = []
  child.stderr?.on('data', (part: Buffer) => said.push(part.toString()))
  const text = () => said.join('')
  assert.ok(await until(() => text().includes('watching: Ctrl-C ends it')), text())
  await act(text)
  child.kill('SIGINT')
  return done
}

async function written(place: Workspace, name: string, text: string): Promise<void> {
  const file = place.path('output', name)
  const isThere = await until(() => existsSync(file) && readFileSync(file, 'utf8') === text)
  assert.ok(isThere, `${name} is written`)
}

async function items(place: Workspace): Promise<readonly string[]> {
  const { stdout } = await millrace(['items', '--json'], { cwd: place.folder })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ id, state }) => `${id} ${state}`)
    .sort()
}

test('files that appear, move in, are copied slowly or change are worked on once each, and Ctrl-C ends it resumable', async (t) => {
  const place = room(t)
  const { code, stderr } = await watch(place, async () => {
    await written(place, 'a.txt', 'a!')
    place.write('in/slow.txt', 'piece 1, ')
    place.write('elsewhere.txt', 'moved')
    renameSync(place.path('elsewhere.txt'), place.path('in/moved.txt'))
    appendFileSync(place.path('in/slow.txt'), 'piece 2')
    place.write('in/film.txt.part', 'half')
    await written(place, 'moved.txt', 'moved!')
    await written(place, 'slow.txt', 'piece 1, piece 2!')
    writeFileSync(place.path('in/a.txt'), 'a new one')
    await written(place, 'a.txt', 'a new one!')
    renameSync(place.path('in/film.txt.part'), place.path('in/film.txt'))
    await written(place, 'film.txt', 'half!')
  })
  assert.equal(code, 130, stderr)
  assert.match(stderr, /shout started as batch batch_\w+, watching: Ctrl-C ends it\n/)
  for (const name of ['a.txt', 'moved.txt', 'slow.txt', 'film.txt']) assert.match(stderr, new RegExp(`Written: ${name} `))
  assert.match(stderr, /Interrupted: 5 of 5 items succeeded\./)
  const each = ['a.txt succeeded', 'a.txt succeeded', 'film.txt succeeded', 'moved.txt succeeded', 'slow.txt succeeded']
  assert.deepEqual(await items(place), each)
})

test('what was dropped while nobody watched is found by the next start, which goes on with the same batch', async (t) => {
  const place = room(t)
  await watch(place, () => written(place, 'a.txt', 'a!'))
  place.write('in/b.txt', 'b')
  const { stderr } = await watch(place, () => written(place, 'b.txt', 'b!'))
  assert.match(stderr, /shout goes on with batch batch_\w+ \(session 2, 1 item so far\), watching/)
  assert.deepEqual(await items(place), ['a.txt succeeded', 'b.txt succeeded'])
  place.write('p.yaml', pipeline.replace('}!', '}?'))
  const again = await watch(place, () => written(place, 'b.txt', 'b?'))
  assert.match(again.stderr, /the pipeline is not what it was when batch_\w+ watched: this is a new batch/)
})

test('a watch that was killed goes on, and no file is worked on twice', async (t) => {
  const place = room(t)
  const first = startMillrace(run, { cwd: place.folder })
  await written(place, 'a.txt', 'a!')
  first.child.kill('SIGKILL')
  await first.done
  place.write('in/b.txt', 'b')
  await watch(place, () => written(place, 'b.txt', 'b!'))
  assert.deepEqual(await items(place), ['a.txt succeeded', 'b.txt succeeded'])
})

test('a folder that goes away and comes back is told once each, and nothing is lost or done twice', async (t) => {
  const place = room(t)
  const { stderr } = await watch(place, async (said) => {
    // Its output stands a moment before it has ended: while the folder is away, it would be put off.
    assert.ok(await until(() => said().includes('a.txt')))
    renameSync(place.path('in'), place.path('away'))
    assert.ok(await until(() => said().includes('is gone')))
    place.write('away/b.txt', 'b')
    renameSync(place.path('away'), place.path('in'))
    await written(place, 'b.txt', 'b!')
    assert.ok(await until(() => said().includes('is back')))
  })
  assert.equal(stderr.split('is gone: waiting until it comes back').length, 2)
  assert.equal(stderr.split('is back: going on').length, 2)
  assert.deepEqual(await items(place), ['a.txt succeeded', 'b.txt succeeded'])
})

test('what has no files that could appear, and what needs an end, cannot be watched', async (t) => {
  const place = room(t)
  place.write('rows/items.json', '[{"id": "a"}]')
  place.write('json.yaml', pipeline.replace('type: files, path: in', 'type: json, path: rows/items.json'))
  place.write('sum.yaml', `${pipeline}aggregation: { template: "{total}", output: sum.txt }\n`)
  const refused = async (...args: readonly string[]) => {
    const { code, stderr } = await millrace(['run', ...args, '--watch'], { cwd: place.folder, input: '' })
    return [code, stderr.split('\n')[0]]
  }
  const stdin = 'error: Expected files to watch, got standard input, which ends and does not come again.'
  assert.deepEqual(await refused('p.yaml', '-'), [2, stdin])
  assert.deepEqual(await refused('json.yaml'), [2, 'error: Expected files to watch, got an input of type "json".'])
  assert.match(String((await refused('sum.yaml'))[1]), /Expected a pipeline without `aggregation` to watch/)
  assert.equal(existsSync(place.path('.millrace')), false)
})
