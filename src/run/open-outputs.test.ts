import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { newItem, result, settle } from '../../test/conformance/ledger-builder.ts'
import { smallPipeline, smallPrepared, smallRequest } from '../../test/support/small-batch.ts'
import { type Workspace, workspace } from '../../test/support/workspace.ts'
import { ManualClock } from '../base/clock.ts'
import type { JsonObject } from '../base/json.ts'
import { Tally } from '../engine/tally.ts'
import { openOutputs } from './open-outputs.ts'
import { ownNew } from './own-batch.ts'

const fp = 'f'.repeat(43)

/** A batch of one item that succeeded, with its outputs open. */
async function open(t: TestContext, { folder }: Workspace, output: JsonObject) {
  const request = smallRequest(folder, () => null, { pipeline: smallPipeline({ output }) })
  const prepared = await smallPrepared(folder, request)
  const owned = await ownNew(prepared, request)
  t.after(() => owned.ledger.close())
  const { ledger, row } = owned
  const { batch } = row
  await ledger.commit([
    { op: 'ingest', batch, items: [newItem('a')], position: 1, done: true, at: 1 },
    settle(batch, 1, {
      results: [result('a', { step: 'work', fp, value: '"made"' })],
      next: { state: 'succeeded', outputBytes: 0, result: { step: 'work', fp } },
    }),
  ])
  const after = await ledger.read({ get: 'batch', batch })
  assert.ok(after)
  const tally = new Tally(after.counts, after.total)
  return { ...(await openOutputs({ prepared, owned, tally, clock: new ManualClock() })), ledger }
}

test('a document gets the rows that have ended, and the counts of the moment it is closed', async (t) => {
  const room = workspace(t)
  const { projector, ledger } = await open(t, room, { type: 'json', path: 'out/all.json', envelope: true })
  await projector?.catchUp()
  await projector?.finish()
  const text = readFileSync(room.path('out/all.json'), 'utf8')
  assert.match(text, /"made"/)
  assert.match(text, /"succeeded": ?1/)
  await ledger.close()
})

test('an earlier batch of this ledger may have its document replaced, a stranger’s file may not', async (t) => {
  const room = workspace(t)
  const output = { type: 'json', path: 'out/all.json' }
  room.write('out/all.json', 'a stranger’s')
  await assert.rejects(open(t, room, output), { code: 'OUTPUT_EXISTS' })
  const other = workspace(t)
  const first = await open(t, other, output)
  await first.projector?.catchUp()
  await first.projector?.finish()
  await first.logs?.close()
  await first.ledger.close()
  const second = await open(t, other, output)
  assert.ok(second.projector)
})

test('a sink that writes a file per item follows nothing, and standard output has no logs', async (t) => {
  const files = await open(t, workspace(t), { type: 'files', path: 'out' })
  assert.equal(files.projector, undefined)
  assert.match(files.logs?.folder ?? '', /out\/logs$/)
  await files.logs?.close()
  const stream = await open(t, workspace(t), { type: 'stdout' })
  assert.ok(stream.projector)
  assert.equal(stream.logs, undefined)
})
