import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { testProjection } from '../../test/conformance/sink.ts'
import { workspace } from '../../test/support/sink-place.ts'
import { jsonlSink } from './jsonl.ts'

test('the file grows at its final path while the batch runs', async (t) => {
  const file = path.join(await workspace(t), 'a/out.jsonl')
  const place = { path: file, offset: 0, overwrite: 'own' as const, standardOutput: process.stdout, batch: {} }
  const projection = await jsonlSink.open({ rows: 'result' }, place)
  const ended = { metrics: {}, success: true, state: 'succeeded' } as const
  const offset = await projection.append([
    { ...ended, id: 'a', result: { n: 1 } },
    { ...ended, id: 'b' },
    { ...ended, id: 'c', success: false, state: 'failed', error: 'X: y' },
  ])
  assert.equal(await readFile(file, 'utf8'), '{"n":1}\n')
  assert.equal(offset, 8)
  await projection.close()
})

test('a path that names a folder gets results.jsonl in it', async (t) => {
  const folder = await workspace(t)
  const place = {
    path: path.join(folder, 'output'),
    offset: 0,
    overwrite: 'own' as const,
    standardOutput: process.stdout,
    batch: {},
  }
  const projection = await jsonlSink.open({ rows: 'record' }, place)
  assert.equal(await projection.finish(), path.join(folder, 'output/results.jsonl'))
})

testProjection({ sink: jsonlSink, fileName: 'out.jsonl' })
testProjection({ sink: jsonlSink, fileName: 'out.jsonl', options: { rows: 'record' } })
