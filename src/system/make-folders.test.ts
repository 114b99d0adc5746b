import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeFolders } from './make-folders.ts'

test('it makes every missing folder, and is content where all are there', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'millrace-'))
  t.after(() => rm(root, { recursive: true }))
  await makeFolders(join(root, 'a', 'b', 'c'))
  await makeFolders(join(root, 'a', 'b', 'c'))
  assert.ok((await stat(join(root, 'a', 'b', 'c'))).isDirectory())
})

test('a file in the way is an error', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'millrace-'))
  t.after(() => rm(root, { recursive: true }))
  await writeFile(join(root, 'file'), '')
  await assert.rejects(makeFolders(join(root, 'file', 'below')), { code: 'ENOTDIR' })
})

test('a file system that refuses folders is an error, not an endless loop', {
  skip: process.platform !== 'linux' && 'needs /proc',
}, async () => {
  await assert.rejects(makeFolders('/proc/no/such'), { code: 'ENOENT' })
})
