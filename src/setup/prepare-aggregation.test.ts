import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallPrepared } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { prepareAggregation, refuseAggregateOutput } from './prepare-aggregation.ts'

test('a fold of one’s own is loaded before the start, and its code has a version', async (t) => {
  const room = workspace(t, { 'fold.ts': 'export const initial = 0\nexport default (n) => n + 1' })
  const { pipeline } = await smallPrepared(room.folder, { pipeline: smallPipeline({ aggregation: { fold: './fold.ts' } }) })
  const before = await prepareAggregation(pipeline)
  room.write('fold.ts', 'export const initial = 1\nexport default (n) => n + 1')
  const after = await prepareAggregation(pipeline)
  assert.notEqual(before?.version, after?.version)
  assert.deepEqual([before?.fold?.initial(), after?.fold?.initial()], [0, 1])
})

test('a pipeline without an aggregation has none, one with a template alone has no fold', async (t) => {
  const { folder } = workspace(t)
  assert.equal((await smallPrepared(folder)).aggregation, undefined)
  const { aggregation } = await smallPrepared(folder, { pipeline: smallPipeline({ aggregate_results: true }) })
  assert.deepEqual(aggregation, { fold: undefined, version: '1' })
})

test('the file of the aggregate lies below the output folder, or is refused', async (t) => {
  const { folder, path } = workspace(t)
  const { pipeline } = await smallPrepared(folder, {
    pipeline: smallPipeline({ aggregation: { template: 'x', output: 'a/{batch_id}.md' } }),
  })
  await refuseAggregateOutput(pipeline, 'b1', path('out'))
  const outside = {
    ...pipeline,
    aggregation: { template: 'x', output: '{config.up}/x.md', line: 3 },
    config: { up: '..' },
    file: '/p.yaml',
  }
  await assert.rejects(refuseAggregateOutput(outside, 'b1', path('out')), {
    code: 'OUTPUT_OUTSIDE',
    place: { file: '/p.yaml', line: 3 },
  })
})
