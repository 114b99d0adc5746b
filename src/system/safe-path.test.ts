import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { isBelow, pathKey, resolveBelow } from './safe-path.ts'

async function rootFolder(t: TestContext): Promise<string> {
  const base = await mkdtemp(join(tmpdir(), 'millrace-safe-path-'))
  t.after(() => rm(base, { recursive: true, force: true }))
  await mkdir(join(base, 'root/inner'), { recursive: true })
  await mkdir(join(base, 'outer'))
  return join(base, 'root')
}

test('a relative path starts at the root, and nothing of it has to exist', async (t) => {
  const root = await rootFolder(t)
  assert.equal(await resolveBelow(root, 'a/b/c.png'), join(root, 'a/b/c.png'))
  assert.equal(await resolveBelow(root, 'inner/../d.png'), join(root, 'd.png'))
  assert.equal(await resolveBelow(join(root, 'not/yet'), 'e.png'), join(root, 'not/yet/e.png'))
})

test('a path that leads out of the root is refused', async (t) => {
  const root = await rootFolder(t)
  const hostile = ['../outer/x', '/etc/passwd', 'inner/../../outer/x', '..', '.', '', `${root}-beside/x`, 'a\0b', '../root2/x']
  for (const path of hostile) await assert.rejects(resolveBelow(root, path), { code: 'PATH_OUTSIDE' }, path)
})

test('a link that leads out of the root is refused, one that stays inside is not', async (t) => {
  const root = await rootFolder(t)
  await symlink('../outer', join(root, 'out'))
  await symlink('inner', join(root, 'in'))
  await assert.rejects(resolveBelow(root, 'out/x'), { code: 'PATH_OUTSIDE' })
  await assert.rejects(resolveBelow(root, 'out/not/yet/x'), { code: 'PATH_OUTSIDE' })
  assert.equal(await resolveBelow(root, 'in/x'), join(root, 'in/x'))
})

test('a root that is itself a link is the choice of its owner', async (t) => {
  const root = await rootFolder(t)
  await symlink(root, `${root}-link`)
  assert.equal(await resolveBelow(`${root}-link`, 'a.png'), join(`${root}-link`, 'a.png'))
})

test('links in a circle and a file in place of a folder say so', async (t) => {
  const root = await rootFolder(t)
  await symlink('loop', join(root, 'loop'))
  await writeFile(join(root, 'file'), '')
  await assert.rejects(resolveBelow(root, 'loop/x'), { code: 'PATH_UNUSABLE' })
  await assert.rejects(resolveBelow(root, 'file/x'), { code: 'PATH_UNUSABLE' })
})

test('no text makes a path that is accepted and lies outside', async (t) => {
  const root = await rootFolder(t)
  const segment = fc.constantFrom('..', '.', 'a', '', 'inner', '~', '...', '..\\', '%2e%2e')
  const paths = fc.array(segment, { maxLength: 6 }).map((segments) => segments.join('/'))
  await fc.assert(
    fc.asyncProperty(paths, async (path) => {
      const resolved = await resolveBelow(root, path).catch(() => undefined)
      assert.ok(resolved === undefined || resolved.startsWith(`${root}/`), path)
    }),
    { numRuns: 200 },
  )
})

test('a folder is not below itself, and a name that starts with dots is an ordinary name', () => {
  assert.equal(isBelow('/a', '/a'), false)
  assert.equal(isBelow('/a', '/ab'), false)
  assert.equal(isBelow('/a', '/a/..b'), true)
  assert.equal(isBelow('/', '/a'), true)
})

test('paths that some file system holds to be the same have one key', () => {
  assert.equal(pathKey('/out/É.PNG'), pathKey('/out/e\u0301.png'))
  assert.equal(pathKey('STRASSE'), pathKey('straße'))
  assert.equal(pathKey('ΣΑΣ'), pathKey('σας'))
  assert.notEqual(pathKey('a/b'), pathKey('ab'))
  assert.notEqual(pathKey('ısı'), pathKey('isi'))
})

test('the key of a key is the key', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (path) => pathKey(pathKey(path)) === pathKey(path)))
})
