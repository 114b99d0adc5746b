import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { workspace } from '../../test/support/sink-place.ts'
import { openFile, readHead } from './document-file.ts'
import type { ProjectionPlace } from './sink.ts'

const place = (file: string, offset = 0): ProjectionPlace => ({
  path: file,
  offset,
  overwrite: 'own',
  standardOutput: process.stdout,
  batch: {},
})
const inSight = { fileName: 'results.jsonl', while: 'open' } as const
const hidden = { fileName: 'results.json', while: 'hidden' } as const

test('what was appended is at the offset that was told', async (t) => {
  const file = path.join(await workspace(t), 'x.jsonl')
  const document = await openFile(place(file), inSight)
  assert.equal(await document.append('é\n'), 3)
  assert.equal(await document.append(''), 3)
  await document.close()
  await writeFile(file, 'é\ntorn')
  const again = await openFile(place(file, 3), inSight)
  assert.equal(await again.append('b\n'), 5)
  await again.finish()
  assert.equal(await readFile(file, 'utf8'), 'é\nb\n')
  assert.equal(await readHead(place(file), inSight), 'é\nb\n')
})

test('a hidden document leaves nothing beside it once it is finished', async (t) => {
  const folder = await workspace(t)
  const document = await openFile(place(path.join(folder, 'x.json')), hidden)
  await document.append('[]')
  assert.deepEqual(await readdir(folder), ['x.json.partial'])
  await document.finish()
  assert.deepEqual(await readdir(folder), ['x.json'])
})

test('a folder, or a path without an extension, gets the usual name', async (t) => {
  const folder = await workspace(t)
  await mkdir(path.join(folder, 'v1.2'))
  for (const name of ['v1.2', 'new']) {
    const document = await openFile(place(path.join(folder, name)), hidden)
    assert.equal(await document.finish(), path.join(folder, name, 'results.json'))
  }
})

test('a folder that may not be made stops the batch with the reason', async (t) => {
  const folder = await workspace(t)
  await writeFile(path.join(folder, 'file'), '')
  await assert.rejects(openFile(place(path.join(folder, 'file/x.json')), hidden), { code: 'OUTPUT_EXISTS' })
})
