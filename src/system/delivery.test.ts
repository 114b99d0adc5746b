import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { sha256 } from '../base/json.ts'
import { discard, publish, seal, sweepTemporary, temporaryFolderName, temporaryFor } from './delivery.ts'

async function outputRoot(t: TestContext): Promise<string> {
  const base = await mkdtemp(join(tmpdir(), 'millrace-delivery-'))
  t.after(() => rm(base, { recursive: true, force: true }))
  return join(base, 'out')
}

async function written(root: string, content: string, key = 'batch-1-1'): Promise<string> {
  const path = await temporaryFor(root, key, 'a.txt')
  await writeFile(path, content)
  return path
}

test('a file appears at its final path with its folders, sealed by size and hash', async (t) => {
  const root = await outputRoot(t)
  const temporary = await written(root, 'hello')
  assert.deepEqual(await seal(temporary), { sizeBytes: 5, sha256: sha256('hello') })
  const final = join(root, '2026/01/a.txt')
  const { mtimeMs } = await publish(temporary, final, { mayReplace: false })
  assert.equal(mtimeMs, (await stat(final)).mtimeMs)
  await discard(root, 'batch-1-1')
  assert.equal(await readFile(final, 'utf8'), 'hello')
  assert.deepEqual(await readdir(join(root, temporaryFolderName)), [])
})

test('without leave to replace, the file that stands there stays', async (t) => {
  const root = await outputRoot(t)
  const temporary = await written(root, 'new')
  await writeFile(join(root, 'a.txt'), 'old')
  await assert.rejects(publish(temporary, join(root, 'a.txt'), { mayReplace: false }), { code: 'OUTPUT_EXISTS' })
  assert.equal(await readFile(join(root, 'a.txt'), 'utf8'), 'old')
  await publish(temporary, join(root, 'a.txt'), { mayReplace: true })
  assert.equal(await readFile(join(root, 'a.txt'), 'utf8'), 'new')
})

test('a step that wrote no file, a folder or a link is told so', async (t) => {
  const root = await outputRoot(t)
  const path = await temporaryFor(root, 'k', 'a.txt')
  await assert.rejects(seal(path), { code: 'OUTPUT_MISSING' })
  await mkdir(path)
  await assert.rejects(seal(path), { code: 'OUTPUT_MISSING' })
  await rm(path, { recursive: true })
  await symlink('/etc/hostname', path)
  await assert.rejects(seal(path), { code: 'OUTPUT_MISSING' })
})

test('temporary names keep their extension and lose what programs stumble over', async (t) => {
  const root = await outputRoot(t)
  const nameFor = async (name: string) => basename(await temporaryFor(root, 'k', name))
  assert.equal(await nameFor('photo 1.tar.gz'), 'photo 1.tar.gz')
  assert.equal(await nameFor('-rf.png'), 'output.png')
  assert.equal(await nameFor('a\nb.avif'), 'output.avif')
  assert.equal(await nameFor(`${'x'.repeat(251)}.png`), 'output.png')
  assert.equal(await nameFor('名前'), 'output')
})

test('a key that is no folder name gets one of its own, inside the temporary folder', async (t) => {
  const root = await outputRoot(t)
  const [one, two] = [await temporaryFor(root, '../../a', 'x'), await temporaryFor(root, '..\\../a', 'x')]
  assert.notEqual(one, two)
  assert.equal(dirname(dirname(one)), join(root, temporaryFolderName))
  await discard(root, '../../a')
  assert.equal(existsSync(dirname(one)), false)
})

test('what an earlier attempt left under the same key is gone', async (t) => {
  const root = await outputRoot(t)
  const first = await written(root, 'stale', 'k')
  assert.equal(await temporaryFor(root, 'k', 'a.txt'), first)
  assert.equal(existsSync(first), false)
})

test('a sweep removes what is dead, and the folder when nothing is left', async (t) => {
  const root = await outputRoot(t)
  await written(root, 'dead', 'dead')
  await written(root, 'live', 'live')
  assert.equal(await sweepTemporary(root, (key) => key === 'live'), 1)
  assert.deepEqual(await readdir(join(root, temporaryFolderName)), ['live'])
  assert.equal(await sweepTemporary(root, () => false), 1)
  assert.deepEqual(await readdir(root), [])
  assert.equal(await sweepTemporary(root, () => false), 0)
})

test('a temporary folder that is a link is neither used nor swept', async (t) => {
  const root = await outputRoot(t)
  const canary = join(dirname(root), 'canary')
  await mkdir(join(canary, 'k'), { recursive: true })
  await mkdir(root)
  await symlink(canary, join(root, temporaryFolderName))
  await assert.rejects(temporaryFor(root, 'k', 'a'), { code: 'PATH_OUTSIDE' })
  await discard(root, 'k')
  assert.equal(await sweepTemporary(root, () => false), 0)
  assert.deepEqual(await readdir(canary), ['k'])
})

test('a folder at the final path, a file in place of its parent and a name too long fail the item', async (t) => {
  const root = await outputRoot(t)
  const temporary = await written(root, 'x')
  await mkdir(join(root, 'folder'))
  await writeFile(join(root, 'file'), '')
  await assert.rejects(publish(temporary, join(root, 'folder'), { mayReplace: true }), { code: 'OUTPUT_EXISTS' })
  await assert.rejects(publish(temporary, join(root, 'file/a'), { mayReplace: true }), { code: 'OUTPUT_EXISTS' })
  await assert.rejects(publish(temporary, join(root, 'x'.repeat(256)), { mayReplace: true }), { code: 'OUTPUT_NAME_TOO_LONG' })
})

test('a link that leads out of the root receives nothing', async (t) => {
  const root = await outputRoot(t)
  const temporary = await written(root, 'x')
  const canary = join(dirname(root), 'canary')
  await mkdir(canary)
  await symlink(canary, join(root, 'out'))
  await assert.rejects(publish(temporary, join(root, 'out/a.txt'), { mayReplace: true }), { code: 'PATH_OUTSIDE' })
  assert.deepEqual(await readdir(canary), [])
})
