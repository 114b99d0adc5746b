import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pipelineFiles, pipelineNames } from './recipe-names.ts'

test('names come from the files that can be pipelines, each once, sorted', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-names-'))
  t.after(() => rm(folder, { recursive: true }))
  for (const name of ['b.yaml', 'a.toml', 'a.json', 'c.md']) await writeFile(join(folder, name), '')
  assert.deepEqual(await pipelineNames(folder), ['a', 'b'])
  assert.deepEqual(await pipelineFiles(folder), ['a.json', 'a.toml', 'b.yaml'])
})

test('a folder that is not there has no pipelines', async () => {
  assert.deepEqual(await pipelineNames(join(tmpdir(), 'millrace-no-such-folder')), [])
})
