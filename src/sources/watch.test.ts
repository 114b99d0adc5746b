import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { watchSource } from './watch.ts'

const times = { settleMs: 0, everyMs: 20 }

function open(setting: Parameters<typeof watchSource.open>[1], files: object) {
  return watchSource.open(watchSource.options.parse({ files, ...times }), setting)
}

test('the folders that are watched are those before the first wildcard', async (t) => {
  const { folder, setting } = await sourceFolder(t, { 'in/a.txt': 'a', 'more/b.txt': 'b' })
  const { watching, fields } = await open(setting, { pattern: ['in/**/*.txt', 'more/*.txt'] })
  assert.deepEqual(watching?.roots, [path.join(folder, 'in'), path.join(folder, 'more')])
  assert.deepEqual(fields, ['path', 'relative_path', 'size', 'mtime'])
})

test('a folder that is missing at the start, or that lies in the output, is refused', async (t) => {
  const { setting } = await sourceFolder(t, { 'output/a.txt': 'a' })
  await assert.rejects(open(setting, { path: 'inbox' }), { name: 'UsageError', message: /inbox/ })
  await assert.rejects(open(setting, { path: 'output' }), { name: 'UsageError', code: 'INPUT_IS_OUTPUT' })
})
