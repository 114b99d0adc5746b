/** A batch that runs in the background, watched and steered from other processes. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { millrace, startMillrace } from '../support/millrace.ts'
import { until } from '../support/until.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

/** Each item waits until a file `go` lies beside the pipeline. */
const pipeline = `name: waits
input: { type: json, path: items.json, id: id }
steps:
  - { name: wait, tool: command, command: ["sh", "-c", "touch started-$1; until [ -e go ]; do sleep 0.05; done", "wait", "{item.id}"], timeout: 60s }
output: { type: jsonl, path: ./output/results.jsonl }
`

function waiting(t: Parameters<typeof workspace>[0], items = 4): Workspace {
  const ids = Array.from({ length: items }, (_, index) => ({ id: `item-${index + 1}` }))
  return workspace(t, { 'p.yaml': pipeline, 'items.json': JSON.stringify(ids) })
}

async function detached(room: Workspace): Promise<string> {
  const { code, stdout, stderr } = await millrace(['run', 'p.yaml', '--detach', '--workers', '2'], { cwd: room.folder })
  assert.equal(code, 0, stderr)
  assert.match(
    stderr,
    /^running in the background \(pid \d+\), its lines go to .*\nfollow it with `millrace status batch_\w+ --follow`\n$/,
  )
  assert.match(stdout, /^batch_\w+\n$/)
  return stdout.trim()
}

test('a detached batch is paused, tuned, taken up again and followed to its end', async (t) => {
  const room = waiting(t)
  const id = await detached(room)
  const answer = async (...args: readonly string[]) => (await millrace(args, { cwd: room.folder })).stdout
  await until(() => existsSync(room.path('started-item-1')))
  assert.match(await answer('pause'), new RegExp(`^${id}: paused`))
  assert.equal(JSON.parse(await answer('status', '--json')).state, 'paused')
  assert.equal(await answer('tune', '--workers', '3'), `${id}: workers: 3\n`)
  assert.equal(await answer('resume'), `${id}: running again\n`)
  const follower = startMillrace(['status', '--follow'], { cwd: room.folder })
  room.write('go', '')
  const { code, stdout } = await follower.done
  assert.equal(code, 0)
  assert.match(stdout, /waits 4\/4 100% ok=4 failed=0 .*completed\n$/)
})

test('a detached batch is cancelled from another process', async (t) => {
  const room = waiting(t)
  const id = await detached(room)
  await until(() => existsSync(room.path('started-item-1')))
  const { stdout } = await millrace(['cancel', id], { cwd: room.folder })
  assert.match(stdout, new RegExp(`^${id}: cancelled`))
  await millrace(['status', '--follow'], { cwd: room.folder })
  const { state, cancelled, total } = JSON.parse((await millrace(['status', '--json'], { cwd: room.folder })).stdout)
  assert.deepEqual([state, cancelled], ['cancelled', total])
})

test('a batch that cannot start in the background tells why, with its exit code', async (t) => {
  const room = waiting(t)
  room.write('p.yaml', 'name: broken\nsteps: 3\n')
  const { code, stdout, stderr } = await millrace(['run', 'p.yaml', '--detach'], { cwd: room.folder })
  assert.equal(code, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /^error: /)
})

test('a second run is refused while the first lives', async (t) => {
  const room = waiting(t)
  await detached(room)
  const { code, stderr } = await millrace(['run', 'p.yaml', '--progress', 'none'], { cwd: room.folder })
  assert.equal(code, 5, stderr)
  assert.match(stderr, /^error: Process \d+ owns the ledger .*\n {2}fix: Wait for it with --wait/)
  room.write('go', '')
  await millrace(['status', '--follow'], { cwd: room.folder })
})
