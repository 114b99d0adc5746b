import assert from 'node:assert/strict'
import { access, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { testProjection } from '../../test/conformance/sink.ts'
import { workspace } from '../../test/support/sink-place.ts'
import { jsonSink } from './json.ts'
import type { ProjectionPlace } from './sink.ts'

const ended = { metrics: {}, success: true, state: 'succeeded' } as const

async function place(t: Parameters<typeof workspace>[0], batch = {}): Promise<ProjectionPlace> {
  const file = path.join(await workspace(t), 'out.json')
  return { path: file, offset: 0, overwrite: 'own', standardOutput: process.stdout, batch }
}

test('the path shows nothing until the document is complete', async (t) => {
  const at = await place(t)
  const projection = await jsonSink.open({ rows: 'result', envelope: false }, at)
  await projection.append([{ ...ended, id: 'a', result: { n: 1 } }])
  await projection.append([{ ...ended, id: 'b', result: [] }])
  await assert.rejects(access(at.path))
  await projection.finish()
  assert.deepEqual(JSON.parse(await readFile(at.path, 'utf8')), [{ n: 1 }, []])
})

test('an envelope has the numbers of the batch as they are at the end', async (t) => {
  const batch = { batch_id: 'b1', total: 0 }
  const at = await place(t, batch)
  const projection = await jsonSink.open({ rows: 'record', envelope: true }, at)
  await projection.append([{ ...ended, id: 'a', result: 1 }])
  batch.total = 1
  await projection.finish()
  assert.deepEqual(JSON.parse(await readFile(at.path, 'utf8')), {
    outputs: [{ ...ended, id: 'a', result: 1 }],
    batch_id: 'b1',
    total: 1,
  })
})

test('a batch without rows is an empty array', async (t) => {
  const at = await place(t)
  await (await jsonSink.open({ rows: 'result', envelope: false }, at)).finish()
  assert.deepEqual(JSON.parse(await readFile(at.path, 'utf8')), [])
})

testProjection({ sink: jsonSink, fileName: 'out.json', growing: 'out.json.partial' })
testProjection({ sink: jsonSink, fileName: 'out.json', growing: 'out.json.partial', options: { envelope: true, rows: 'record' } })
