import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallPrepared } from '../../test/support/small-batch.ts'
import { type Workspace, workspace } from '../../test/support/workspace.ts'
import type { SourceEntry } from '../sources/source.ts'
import { OutputPlan, readyItem } from './output-plan.ts'

function entry(id: string): SourceEntry {
  return { kind: 'item', id, idIsHash: false, data: { n: 1 }, metadata: {}, sizeBytes: 1, priority: 0 }
}

async function planFor({ folder }: Workspace, output: object, only?: readonly string[]): Promise<OutputPlan> {
  const pipeline = smallPipeline({ output: { type: 'files', ...output } })
  return new OutputPlan(await smallPrepared(folder, { pipeline, ...(only === undefined ? {} : { only }) }))
}

test('two items that would write one file are refused, with both names', async (t) => {
  const plan = await planFor(workspace(t), { naming: 'all.txt' })
  plan.add(entry('a'))
  assert.throws(() => plan.add(entry('b')), {
    code: 'OUTPUT_COLLISION',
    message: /^Two items would write the same file .*all\.txt: "a" and "b"\.$/,
  })
})

test('the same item seen twice, an item of no part and different names collide with nothing', async (t) => {
  const plan = await planFor(workspace(t), { naming: 'all.txt' }, ['a'])
  for (const id of ['a', 'a', 'b']) plan.add(entry(id))
  const apart = await planFor(workspace(t), { naming: '{item.id}.txt' })
  for (const id of ['a', 'b']) apart.add(entry(id))
})

test('an item that was just read has never been tried', () => {
  const stamp = { path: '/a', sizeBytes: 3, mtimeMs: 1, ctimeMs: 1, inode: 7 }
  const read = entry('a')
  assert.ok(read.kind === 'item')
  const ready = readyItem({ ...read, stamp })
  assert.deepEqual([ready.tries, ready.attempt, ready.data], [0, 0, '{"n":1}'])
  assert.deepEqual(JSON.parse(ready.stamp ?? ''), stamp)
})
