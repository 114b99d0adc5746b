import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { startBatch } from '../batch.ts'
import type { BatchRequest } from '../setup/request.ts'
import { previewBatch } from './preview.ts'
import type { PreviewItem } from './preview-walk.ts'

async function preview(request: BatchRequest): Promise<readonly PreviewItem[]> {
  return Array.fromAsync((await previewBatch(request)).items)
}

test('before the first run every item would run, and no step does', async (t) => {
  const room = workspace(t)
  const ran: string[] = []
  const request = smallRequest(room.folder, ({ item }) => ran.push(item.id))
  const [first, ...others] = await preview(request)
  assert.deepEqual(first?.steps, [{ name: 'work', action: 'run' }])
  assert.deepEqual([first.reason, others.length, ran.length], ['from step work on', 2, 0])
  assert.equal(
    room.list().some((path) => path.endsWith('.db')),
    false,
  )
})

test('after a run what still holds is reused, and with fresh it is not', async (t) => {
  const { folder } = workspace(t)
  const request = smallRequest(folder, () => 'made')
  await (await startBatch(request)).done
  const actions = async (changes: Partial<BatchRequest>) =>
    (await preview({ ...request, ...changes })).map(({ action }) => action)
  assert.deepEqual(await actions({}), ['reuse', 'reuse', 'reuse'])
  assert.deepEqual(await actions({ options: { fresh: true } }), ['run', 'run', 'run'])
  assert.deepEqual(await actions({ inputs: [{ id: 'a', data: { n: 99 } }] }), ['run'])
})

test('an item that a condition leaves out is skipped, with the condition', async (t) => {
  const steps = [
    { name: 'few', when: 'input.n > 1' },
    { name: 'work', tool: 'work' },
  ]
  const items = await preview(smallRequest(workspace(t).folder, () => null, { pipeline: smallPipeline({ steps }) }))
  assert.deepEqual(
    items.map(({ action, reason }) => [action, reason]),
    [
      ['skip', 'few: not (input.n > 1)'],
      ['skip', 'few: not (input.n > 1)'],
      ['run', 'from step work on'],
    ],
  )
})

test('no more items are previewed than the limit allows', async (t) => {
  const request = smallRequest(workspace(t).folder, () => null, { options: { limit: 2 } })
  assert.equal((await preview(request)).length, 2)
})

test('an item tells where its output would go', async (t) => {
  const room = workspace(t)
  const pipeline = smallPipeline({ output: { type: 'files', path: 'out', naming: '{item.id}.json' } })
  const [first] = await preview(smallRequest(room.folder, () => null, { pipeline }))
  assert.equal(first?.output, room.path('out/a.json'))
})
