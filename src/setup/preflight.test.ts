import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { test } from 'node:test'
import { smallPipeline, smallPrepared, smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import type { JsonObject } from '../base/json.ts'
import { prepareBatch } from './prepare.ts'

/** Its items come from the pipeline's own input. */
function fromInput(folder: string, pipeline: JsonObject) {
  const { inputs: _none, ...request } = smallRequest(folder, () => null, { pipeline })
  return prepareBatch(request)
}

test('an input without items is refused, and says what was looked for', async (t) => {
  const room = workspace(t, { 'empty.jsonl': '' })
  const pipeline = smallPipeline({ input: { type: 'jsonl', path: 'empty.jsonl' } })
  await assert.rejects(fromInput(room.folder, pipeline), {
    code: 'NO_INPUT',
    message: /^The input has no items: jsonl .*empty\.jsonl.* gave nothing\.$/,
  })
})

test('the folder of the output is made before the start', async (t) => {
  const room = workspace(t)
  await smallPrepared(room.folder, { pipeline: smallPipeline({ output: { type: 'report', path: 'new/deep' } }) })
  assert.equal(existsSync(room.path('new/deep')), true)
})

test('an output below a file is refused with the reason', async (t) => {
  const room = workspace(t, { taken: 'a file' })
  const pipeline = smallPipeline({ output: { type: 'report', path: 'taken/deep' } })
  await assert.rejects(smallPrepared(room.folder, { pipeline }), {
    code: 'OUTPUT_NOT_WRITABLE',
    message: /cannot be written to: (a part of the path is a file|there is a file of that name)$/,
  })
})

test('a document whose path is a folder is refused', async (t) => {
  const room = workspace(t)
  mkdirSync(room.path('out/all.json'), { recursive: true })
  const pipeline = smallPipeline({ output: { type: 'json', path: 'out/all.json' } })
  await assert.rejects(smallPrepared(room.folder, { pipeline }), { code: 'OUTPUT_IS_FOLDER' })
})

test('two items of files that would write one file are refused before the start', async (t) => {
  const room = workspace(t, { 'in/a.txt': 'a', 'in/b.txt': 'b' })
  const pipeline = smallPipeline({
    input: { type: 'files', path: 'in' },
    output: { type: 'files', path: 'out', naming: 'one.txt' },
  })
  await assert.rejects(fromInput(room.folder, pipeline), { code: 'OUTPUT_COLLISION' })
})

test('items that would wait for ever are refused, whether they come from a list or from the fields of rows', async (t) => {
  const rows = '{"id":"a","after":"b"}\n{"id":"b","after":["c"]}\n{"id":"c","after":"a"}\n'
  const room = workspace(t, { 'rows.jsonl': rows })
  const pipeline = smallPipeline({ input: { type: 'jsonl', path: 'rows.jsonl', depends_on: 'after' } })
  const cycle = { code: 'DEPENDENCY_CYCLE', message: 'Items wait for each other: a -> b -> c -> a.' }
  await assert.rejects(fromInput(room.folder, pipeline), cycle)
  const inputs = [
    { id: 'a', data: 1, depends_on: 'b' },
    { id: 'b', data: 1, depends_on: 'x*' },
  ]
  await assert.rejects(smallPrepared(room.folder, { inputs }), { code: 'DEPENDENCY_MISSING' })
})

test('an item waits only for items of its batch: not for those that were not selected, or that lie behind the limit', async (t) => {
  const room = workspace(t)
  const inputs = [
    { id: 'a', data: 1, depends_on: 'b' },
    { id: 'b', data: 1 },
  ]
  await smallPrepared(room.folder, { inputs })
  await assert.rejects(smallPrepared(room.folder, { inputs, only: ['a'] }), { code: 'DEPENDENCY_MISSING' })
  await assert.rejects(smallPrepared(room.folder, { inputs, options: { limit: 1 } }), { code: 'DEPENDENCY_MISSING' })
})
