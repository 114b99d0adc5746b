import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallPrepared } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import type { ReadyItem } from '../ledger/rows.ts'
import { openWalk, pathFor, stampOf } from './open-walk.ts'

function ready(changes: Partial<ReadyItem> = {}): ReadyItem {
  const fixed = { seq: 1, id: 'a', version: 1, sizeBytes: 1, rank: 0, step: 0, tries: 0, attempt: 4, losses: 0, results: [] }
  return { ...fixed, data: '{"n":7}', metadata: '{"who":"me"}', stamp: undefined, ...changes }
}

async function prepared(t: Parameters<typeof workspace>[0], output: object = {}) {
  return smallPrepared(workspace(t).folder, { pipeline: smallPipeline({ output: { type: 'files', path: 'out', ...output } }) })
}

test('a walk starts with the item as it was read and the next attempt', async (t) => {
  const walk = openWalk(ready(), await prepared(t), 'b1')
  assert.deepEqual([walk.item.data, walk.item.metadata, walk.attempt], [{ n: 7 }, { who: 'me' }, 5])
  assert.deepEqual([walk.isMarked, walk.hasWorked, walk.outputBytes], [false, false, 0])
})

test('the output path is there for whoever asks, and no part of the whole context', async (t) => {
  const batch = await prepared(t, { naming: '{item.id}-{input.n}.txt' })
  const walk = openWalk(ready(), batch, 'b1')
  assert.equal(walk.names['output_path'], `${batch.places.root}/a-7.txt`)
  assert.equal(Object.keys(walk.names).includes('output_path'), false)
})

test('a path that follows from the result is not known before the work', async (t) => {
  const batch = await prepared(t, { layout: 'by_dimensions' })
  const walk = openWalk(ready(), batch, 'b1')
  assert.equal(pathFor(walk, batch, {}), undefined)
})

test('the stamp of the file is the one the source found', async (t) => {
  const stamp = { path: '/a', sizeBytes: 3, mtimeMs: 5, ctimeMs: 5, inode: 1 }
  const batch = await prepared(t)
  assert.deepEqual(stampOf(openWalk(ready({ stamp: JSON.stringify(stamp) }), batch, 'b1')), stamp)
  assert.equal(stampOf(openWalk(ready(), batch, 'b1')), undefined)
})
