import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallPrepared, smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { codeVersions } from './code-versions.ts'
import { prepareAgain, prepareBatch } from './prepare.ts'
import type { PreparedBatch } from './prepared.ts'
import { toJson } from './stored-pipeline.ts'

async function idsOf({ source, wanted }: PreparedBatch): Promise<readonly string[]> {
  const entries = await Array.fromAsync(source.read(0, new AbortController().signal))
  return entries.filter(wanted).map(({ id }) => id)
}

function stored(prepared: PreparedBatch, changes: object = {}) {
  const { name, pipeline } = prepared
  const texts = { pipelineJson: toJson(pipeline), codeJson: JSON.stringify(codeVersions(prepared)) }
  return { name, ...texts, optionsJson: '{"envelope":{"made":"before"}}', sourceDone: true, ...changes }
}

test('only the items that were asked for are part of the batch', async (t) => {
  const { folder } = workspace(t)
  assert.deepEqual(await idsOf(await smallPrepared(folder, { only: ['c', 'a'] })), ['a', 'c'])
  assert.deepEqual(await idsOf(await smallPrepared(folder, { where: 'data.n >= 1' })), ['b', 'c'])
})

test('a name that no step and no item has is refused before the start', async (t) => {
  const steps = [{ name: 'work', tool: 'work', text: '{nowhere}' }]
  const asked = smallPrepared(workspace(t).folder, { pipeline: smallPipeline({ steps }) })
  await assert.rejects(asked, { name: 'UsageError', message: /nowhere/ })
})

test('a stored batch is prepared from what was stored, and its source is not opened again', async (t) => {
  const { folder } = workspace(t)
  const first = await smallPrepared(folder)
  const again = await prepareAgain(
    stored(first),
    smallRequest(folder, () => null, { options: { workers: 7 } }),
  )
  assert.deepEqual([again.name, again.pipeline.options.workers], [first.name, 7])
  assert.deepEqual(again.source.envelope, { made: 'before' })
  assert.deepEqual(await idsOf(again), [])
})

test('a batch whose code has changed since is not resumed', async (t) => {
  const { folder } = workspace(t)
  const before = stored(await smallPrepared(folder), { codeJson: '{"work":"older"}' })
  await assert.rejects(
    prepareAgain(
      before,
      smallRequest(folder, () => null),
    ),
    {
      code: 'CODE_CHANGED',
      message: 'The code or tool of step "work" has changed since the batch began.',
    },
  )
})

test('the spool, the ledger and the outputs of the batch are no input', async (t) => {
  const room = workspace(t, { 'a.txt': 'a', 'out/old.txt': 'b', '.millrace/x.txt': 'c' })
  const pipeline = smallPipeline({ input: { type: 'files', path: '.', recursive: true }, output: { type: 'files', path: 'out' } })
  const { inputs: _none, ...request } = smallRequest(room.folder, () => null, { pipeline })
  assert.deepEqual(await idsOf(await prepareBatch(request)), ['a.txt'])
})
