import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallRequest } from '../../test/support/small-batch.ts'
import { type Workspace, workspace } from '../../test/support/workspace.ts'
import type { JsonObject } from '../base/json.ts'
import { startBatch } from '../batch.ts'
import type { BatchRequest } from '../setup/request.ts'
import { previewBatch } from './preview.ts'
import type { PreviewItem } from './preview-walk.ts'

const readFirst = [
  { name: 'read', tool: 'filesystem', action: 'read', output: 'text' },
  { name: 'work', tool: 'work', text: '{text}' },
]

async function preview(request: BatchRequest): Promise<readonly PreviewItem[]> {
  return Array.fromAsync((await previewBatch(request)).items)
}

/** Two files, a text of each, through the steps; every run of the tool leaves its mark. */
function files(room: Workspace, steps: JsonObject['steps'] = readFirst) {
  room.write('in/a.txt', 'one')
  room.write('in/b.txt', 'two')
  const ran: string[] = []
  const pipeline = smallPipeline({ steps: steps ?? [], input: { type: 'files', path: 'in' } })
  const { inputs: _given, ...request } = smallRequest(room.folder, ({ item }) => ran.push(item.id), { pipeline })
  return { ran, request }
}

test('items whose first step only reads are reused where all that is kept of them holds', async (t) => {
  const room = workspace(t)
  const { request, ran } = files(room)
  await (await startBatch(request)).done
  const [first, second] = await preview(request)
  assert.deepEqual([first?.action, second?.action, ran.length], ['reuse', 'reuse', 2])
  assert.deepEqual(first?.steps, [
    { name: 'read', action: 'run' },
    { name: 'work', action: 'reuse' },
  ])
})

test('what a run does again is what the dry run before it said', async (t) => {
  const room = workspace(t)
  const { request, ran } = files(room)
  await (await startBatch(request)).done
  room.write('in/b.txt', 'other')
  const items = await preview(request)
  ran.length = 0
  await (await startBatch(request)).done
  assert.deepEqual(
    items.filter(({ action }) => action === 'run').map(({ id, reason }) => [id, reason]),
    ran.map((id) => [id, 'from step work on']),
  )
  assert.equal(items.filter(({ action }) => action === 'reuse').length, 2 - ran.length)
  assert.equal(ran.length, 1)
})

test('nothing is read for an item of which nothing is kept', async (t) => {
  const { request } = files(workspace(t), [{ name: 'read', tool: 'filesystem', action: 'read', path: 'not-there.txt' }])
  const [first] = await preview(request)
  assert.deepEqual([first?.action, first?.reason], ['run', 'from step read on'])
})

test('an item that a contract now refuses would fail, with the reason', async (t) => {
  const room = workspace(t)
  const { request } = files(room)
  await (await startBatch(request)).done
  const [read, work] = readFirst
  const steps = [read ?? {}, { name: 'check', validate: { type: 'number' }, value: '{text}' }, work ?? {}]
  const { request: stricter } = files(room, steps)
  const [first] = await preview(stricter)
  assert.equal(first?.action, 'fail')
  assert.match(first?.reason ?? '', /breaks its contract/)
})
