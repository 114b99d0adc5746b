import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openFolder, openIfThere } from './open-folder.ts'

async function baseFolder(t: TestContext): Promise<string> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'millrace-open-folder-')))
  t.after(() => rm(base, { recursive: true, force: true }))
  await mkdir(join(base, 'root/inner'), { recursive: true })
  await mkdir(join(base, 'outer'))
  return base
}

test('missing folders are created, also the root', async (t) => {
  const base = await baseFolder(t)
  await using folder = await openFolder(join(base, 'new/root'), join(base, 'new/root/a/b'))
  await writeFile(folder.at('file'), 'x')
  assert.deepEqual(await readdir(join(base, 'new/root/a/b')), ['file'])
  await folder.sync()
})

test('many at once create the same folders once', async (t) => {
  const base = await baseFolder(t)
  const opened = await Promise.all(Array.from({ length: 20 }, () => openFolder(join(base, 'root'), join(base, 'root/x/y/z'))))
  for (const folder of opened) await folder[Symbol.asyncDispose]()
  assert.deepEqual(await readdir(join(base, 'root/x/y')), ['z'])
})

test('a link that stays inside is followed, one that leaves is refused', async (t) => {
  const base = await baseFolder(t)
  await symlink('inner', join(base, 'root/in'))
  await symlink('../outer', join(base, 'root/out'))
  await using folder = await openFolder(join(base, 'root'), join(base, 'root/in/sub'))
  assert.equal(folder.path, join(base, 'root/inner/sub'))
  await assert.rejects(openFolder(join(base, 'root'), join(base, 'root/out/sub')), { code: 'PATH_OUTSIDE' })
  await assert.rejects(openFolder(join(base, 'root'), join(base, 'root/in'), 0), { code: 'PATH_OUTSIDE' })
  await assert.rejects(openFolder(join(base, 'root'), join(base, 'outer')), { code: 'PATH_OUTSIDE' })
  assert.deepEqual(await readdir(join(base, 'outer')), [])
})

test('a folder that is swapped for a link after it was opened keeps its place', {
  skip: process.platform !== 'linux',
}, async (t) => {
  const base = await baseFolder(t)
  await using folder = await openFolder(join(base, 'root'), join(base, 'root/inner'))
  await rename(join(base, 'root/inner'), join(base, 'root/moved'))
  await symlink('../outer', join(base, 'root/inner'))
  await writeFile(folder.at('file'), 'x')
  assert.deepEqual(await readdir(join(base, 'root/moved')), ['file'])
  assert.deepEqual(await readdir(join(base, 'outer')), [])
})

test('a file in the place of a folder is the system error it is', async (t) => {
  const base = await baseFolder(t)
  await writeFile(join(base, 'root/file'), '')
  await assert.rejects(openFolder(join(base, 'root'), join(base, 'root/file/sub')), { code: 'ENOTDIR' })
})

test('a folder that is missing, a link or a file is not opened', async (t) => {
  const base = await baseFolder(t)
  await symlink('inner', join(base, 'root/in'))
  await writeFile(join(base, 'root/file'), '')
  for (const name of ['in', 'file', 'missing']) assert.equal(await openIfThere(join(base, 'root'), name), undefined)
  await using folder = await openIfThere(join(base, 'root'), 'inner')
  assert.equal(folder?.path, join(base, 'root/inner'))
})
