/** Knobs that another process turns while a batch runs, and what is seen of them. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { millrace, startMillrace } from '../support/millrace.ts'
import { until } from '../support/until.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

/** Each item says that it is there, and waits until a file of its own says that it may go on. */
const pipeline = `name: steered
input: { type: json, path: items.json, id: id }
limits: { shop: { requests: 1000/s } }
steps:
  - name: hold
    limit: shop
    tool: command
    command: ["sh", "-c", "touch at-$1; until [ -e go-$1 ] || [ -e go ]; do sleep 0.02; done", "hold", "{item.id}"]
output: { type: jsonl, path: ./output/results.jsonl }
`

const count = 8

function room(t: TestContext, text = pipeline): Workspace {
  const ids = Array.from({ length: count }, (_, index) => ({ id: String(index + 1) }))
  return workspace(t, { 'p.yaml': text, 'items.json': JSON.stringify(ids) })
}

function steer(place: Workspace) {
  const ask = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await millrace(args, { cwd: place.folder })
    return { code, said: (stdout + stderr).replace(/^batch_\w+: /, '').split('\n')[0] }
  }
  const status = async () => JSON.parse((await millrace(['status', '--json'], { cwd: place.folder })).stdout)
  const at = () => place.list().filter((name) => name.startsWith('at-')).length
  const arrives = async (number: number) => assert.ok(await until(() => at() === number), `${at()} of ${number} arrived`)
  return { ask, status, at, arrives }
}

for (const [title, text] of [
  ['behind a limit', pipeline],
  ['that is free', pipeline.replace('    limit: shop\n', '')],
] as const) {
  test(`the number of attempts of a step ${title} is lowered and raised while it runs, and status shows it`, async (t) => {
    const place = room(t, text)
    const { ask, status, at, arrives } = steer(place)
    const running = startMillrace(['run', 'p.yaml', '--workers', '3'], { cwd: place.folder })
    await arrives(3)
    const lowered = 'step hold: at most 1 at once'
    assert.deepEqual(await ask('tune', '--stage', 'hold', '--workers', '1'), { code: 0, said: lowered })
    assert.deepEqual((await status()).tuned, [lowered])
    place.write('go-1', '')
    place.write('go-2', '')
    assert.ok(await until(async () => (await status()).succeeded === 2))
    assert.equal(at(), 3)
    place.write('go-3', '')
    await arrives(4)
    assert.equal((await ask('tune', '--stage', 'hold', '--workers', 'auto')).code, 0)
    await arrives(6)
    place.write('go', '')
    assert.equal((await running.done).code, 0)
  })
}

test('what is not there is answered with what there is, and nothing is written', async (t) => {
  const place = room(t)
  const { ask, arrives, status } = steer(place)
  const running = startMillrace(['run', 'p.yaml', '--workers', '1'], { cwd: place.folder })
  await arrives(1)
  assert.deepEqual(await ask('tune', '--stage', 'hodl', '--workers', '2'), {
    code: 2,
    said: 'error: There is no step "hodl". Did you mean "hold"? There are: hold.',
  })
  assert.match((await ask('tune', '--rate', 'shp=2/s')).said ?? '', /There is no limit "shp"\. Did you mean "shop"\?/)
  assert.match(
    (await ask('tune', '--rate', 'shop=2/fortnight')).said ?? '',
    /expected s, m, h or d behind the "\/", got "fortnight"/,
  )
  assert.match((await ask('tune', '--rate', 'shop=0/s')).said ?? '', /lets nothing start: expected a rate above 0/)
  assert.deepEqual((await status()).tuned, [])
  assert.deepEqual(await ask('tune', '--rate', 'shop=2/s'), { code: 0, said: 'limit shop: 2/s' })
  place.write('go', '')
  assert.equal((await running.done).code, 0)
})

test('a batch is paused once, drained from elsewhere, tuned while nobody runs it, and goes on as tuned', async (t) => {
  const place = room(t)
  const { ask, arrives, at, status } = steer(place)
  const running = startMillrace(['run', 'p.yaml', '--workers', '2'], { cwd: place.folder })
  await arrives(2)
  assert.equal((await ask('pause')).said, 'paused: 2 running finish, nothing new starts')
  assert.match((await ask('pause')).said ?? '', /^paused already/)
  assert.equal((await status()).state, 'paused')
  assert.equal((await ask('drain')).said, 'draining: 2 running, nothing new starts')
  place.write('go-1', '')
  place.write('go-2', '')
  assert.equal((await running.done).code, 130)
  const tuned = 'workers: 1, from the next `millrace resume` on: nobody runs the batch now'
  assert.deepEqual(await ask('tune', '--workers', '1'), { code: 0, said: tuned })
  const again = startMillrace(['resume'], { cwd: place.folder })
  await arrives(3)
  assert.deepEqual((await status()).tuned, ['workers: 1'])
  assert.equal(at(), 3)
  place.write('go', '')
  assert.equal((await again.done).code, 0)
})
