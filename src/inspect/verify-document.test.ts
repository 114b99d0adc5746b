import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { smallPipeline, smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { PermanentError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { retryBatch, startBatch } from '../batch.ts'
import type { BatchRequest } from '../setup/request.ts'
import { openInspection } from './find-batch.ts'
import { verifyBatch } from './verify.ts'

interface Changes {
  readonly fails?: { readonly now: boolean }
  readonly request?: Partial<BatchRequest>
  readonly pipeline?: JsonObject
}

/** A finished batch of three items whose results lie in one document; item b fails while `fails.now`. */
async function arrange(
  t: TestContext,
  output: JsonObject,
  { fails = { now: false }, request: changes = {}, pipeline: keys = {} }: Changes = {},
) {
  const room = workspace(t)
  const pipeline = smallPipeline({ output: { path: 'out', ...output }, ...keys })
  const work = ({ item }: { readonly item: { readonly id: string } }) => {
    if (fails.now && item.id === 'b') throw new PermanentError('NO', 'not yet')
    return { id: item.id, text: 'a,\n"b"' }
  }
  const request = smallRequest(room.folder, work, { pipeline, ...changes })
  await (await startBatch(request)).done
  const verify = async () => {
    const batch = await openInspection({ folder: room.folder })
    try {
      return await verifyBatch(batch)
    } finally {
      await batch.close()
    }
  }
  return { room, request, verify, document: room.path('out', `results.${String(output['type'])}`) }
}

for (const output of [
  { type: 'json', envelope: true },
  { type: 'json' },
  { type: 'jsonl' },
  { type: 'csv' },
  { type: 'csv', rows: 'record' },
]) {
  test(`a document is as the ledger says until a byte of it changes: ${JSON.stringify(output)}`, async (t) => {
    const { verify, document } = await arrange(t, output)
    const { holds, documents, delivered } = await verify()
    assert.deepEqual([holds, documents, delivered], [true, 1, 1])
    writeFileSync(document, readFileSync(document, 'utf8').replace('b', 'x'))
    assert.deepEqual((await verify()).changed, [document])
  })
}

test('a document that is gone is missing', async (t) => {
  const { verify, document } = await arrange(t, { type: 'jsonl' })
  rmSync(document)
  const { missing, ok, delivered } = await verify()
  assert.deepEqual([missing, ok, delivered], [[document], 0, 1])
})

for (const rows of ['result', 'record']) {
  test(`a retry leaves a document that holds what the ledger says: rows ${rows}`, async (t) => {
    const fails = { now: true }
    const { verify, request, room, document } = await arrange(t, { type: 'json', rows }, { fails })
    fails.now = false
    const { parts = {} } = request
    await (await retryBatch({ folder: room.folder, parts })).done
    assert.equal((await verify()).holds, true, readFileSync(document, 'utf8'))
    assert.equal(room.list('out').includes('results.json'), true)
  })
}

test('the intermediate pieces of an item that was split are in no document, and are not missed there', async (t) => {
  const steps = [
    { name: 'parts', split: { by: 'lines', from: '{input.text}' } },
    { name: 'work', tool: 'work' },
  ]
  const inputs = [{ id: 'a', data: { text: 'one\ntwo\nthree' } }]
  const { verify, document } = await arrange(t, { type: 'jsonl' }, { request: { inputs }, pipeline: { steps } })
  assert.equal(readFileSync(document, 'utf8').split('\n').filter(Boolean).length, 3)
  const { holds, items } = await verify()
  assert.deepEqual([holds, items > 3], [true, true])
})

test('files of items are no document', async (t) => {
  const { verify } = await arrange(t, { type: 'files', naming: '{item.id}.json' })
  const { documents, holds } = await verify()
  assert.deepEqual([documents, holds], [0, true])
})
