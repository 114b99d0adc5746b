import assert from 'node:assert/strict'
import { chmod, mkdir, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { readAll, testSource } from '../../test/conformance/source.ts'
import { idsOf, settingFor, sourceFolder } from '../../test/support/source-folder.ts'
import { filesSource } from './files.ts'
import type { SourceSetting } from './source.ts'

const tree = {
  'a.py': '1',
  'b.PY': '22',
  'src/a.py': '1',
  'src/a_test.py': '1',
  'src/deep/er/c.py': '1',
  'src/.hidden/d.py': '1',
  'src/note.md': '1',
  'output/a.py': '1',
  'node_modules/x/i.py': '1',
}

async function open(setting: SourceSetting, options: unknown) {
  return filesSource.open(filesSource.options.parse(options), setting)
}

async function ids(t: TestContext, options: unknown, files: Readonly<Record<string, string>> = tree) {
  const { setting } = await sourceFolder(t, files)
  return idsOf(await readAll(await open(setting, options)))
}

test('a pattern matches below its fixed part, in byte order, with extensions in any case', async (t) => {
  assert.deepEqual(await ids(t, { pattern: '**/*.py', exclude: 'node_modules' }), [
    'a.py',
    'b.PY',
    'src/a.py',
    'src/a_test.py',
    'src/deep/er/c.py',
  ])
  assert.deepEqual(await ids(t, { pattern: 'src/**/*.py' }), ['a.py', 'a_test.py', 'deep/er/c.py'])
  assert.deepEqual(await ids(t, { pattern: '*.py' }), ['a.py', 'b.PY'])
})

test('a folder yields all files below it, hidden ones only when asked', async (t) => {
  assert.deepEqual(await ids(t, { path: 'src' }), ['a.py', 'a_test.py', 'deep/er/c.py', 'note.md'])
  assert.deepEqual(await ids(t, { path: 'src', recursive: false }), ['a.py', 'a_test.py', 'note.md'])
  assert.deepEqual(await ids(t, { path: 'src', hidden: true, pattern: '**/d.*' }), ['.hidden/d.py'])
})

test('several paths share the ids below the folder they have in common, each file once', async (t) => {
  assert.deepEqual(await ids(t, { path: ['src/deep', 'src/a.py', 'src/deep/er/c.py'] }), ['a.py', 'deep/er/c.py'])
  assert.deepEqual(await ids(t, { path: 'src/deep/er/c.py' }), ['c.py'])
})

test('an exclude without a slash is a file name at any depth, with one it is a path', async (t) => {
  assert.deepEqual(await ids(t, { pattern: 'src/**/*.py', exclude: ['*_test.py'] }), ['a.py', 'deep/er/c.py'])
  assert.deepEqual(await ids(t, { pattern: 'src/**/*.py', exclude: 'src/deep/**' }), ['a.py', 'a_test.py'])
  assert.deepEqual(await ids(t, { pattern: ['src/**/*.py', '!src/deep/', '!a.*'] }), ['a_test.py'])
  assert.deepEqual(await ids(t, { path: 'src', exclude: 'deep/er' }), ['a.py', 'a_test.py', 'note.md'])
})

test('braces may hold folders', async (t) => {
  assert.deepEqual(await ids(t, { pattern: '{src/deep,node_modules}/*/*.{md,PY}' }), ['node_modules/x/i.py', 'src/deep/er/c.py'])
})

test('a file that exists is itself, whatever characters its name has', async (t) => {
  const files = { 'a[1](x).txt': '', '{b}*.txt': '', '-rf': '', 'x\ny.txt': '' }
  assert.deepEqual(await ids(t, { path: Object.keys(files) }, files), ['-rf', 'a[1](x).txt', 'x\ny.txt', '{b}*.txt'])
  assert.deepEqual(await ids(t, { pattern: '*.txt' }, files), ['a[1](x).txt', 'x\ny.txt', '{b}*.txt'])
})

test('nothing under the output is an input, and an input inside it is refused', async (t) => {
  assert.ok(!(await ids(t, { path: '.' })).some((id) => id.startsWith('output/')))
  const { setting } = await sourceFolder(t, tree)
  await assert.rejects(open(setting, { path: 'output' }), { code: 'INPUT_IS_OUTPUT', name: 'UsageError' })
})

test('an output folder is recognised through a link to its parent', async (t) => {
  const { folder, setting } = await sourceFolder(t, { 'real/output/a.py': '', 'real/b.py': '' })
  await symlink(path.join(folder, 'real'), path.join(folder, 'link'))
  const source = await open({ ...setting, forbidden: [path.join(folder, 'real/output')] }, { path: 'link' })
  assert.deepEqual(idsOf(await readAll(source)), ['b.py'])
})

test('links are not followed, except one that is named', async (t) => {
  const { folder, setting } = await sourceFolder(t, { 'in/a.py': '1', 'out/b.py': '1' })
  await symlink(path.join(folder, 'out'), path.join(folder, 'in/link'))
  await symlink(path.join(folder, 'out/b.py'), path.join(folder, 'in/b.py'))
  await symlink(path.join(folder, 'in'), path.join(folder, 'in/loop'))
  assert.deepEqual(idsOf(await readAll(await open(setting, { path: 'in' }))), ['a.py'])
  assert.deepEqual(idsOf(await readAll(await open(setting, { path: 'in/link' }))), ['b.py'])
  assert.deepEqual(idsOf(await readAll(await open(setting, { path: 'in/b.py' }))), ['b.py'])
})

test('a missing input is refused with the neighbour that was meant', async (t) => {
  const { folder, setting } = await sourceFolder(t, tree)
  await assert.rejects(open(setting, { path: 'srx' }), {
    name: 'UsageError',
    code: 'INPUT_MISSING',
    message: `The input ${path.join(folder, 'srx')} does not exist. Did you mean "src"?`,
  })
  await assert.rejects(open(setting, { pattern: 'srx/**/*.py' }), { code: 'INPUT_MISSING' })
  await assert.rejects(open(setting, { path: 'no/where/a' }), /nor does the folder it should be in/)
})

test('a pattern that matches nothing yields nothing', async (t) => {
  assert.deepEqual(await ids(t, { pattern: '*.avif' }), [])
})

test('options without a path and a pattern are refused', () => {
  assert.match(String(filesSource.options.safeParse({}).error), /expected `path`/)
})

test('a name that is no UTF-8 is a broken entry, in folders too', async (t) => {
  const { folder, setting } = await sourceFolder(t, { 'ok.py': '' })
  const raw = (bytes: string) => Buffer.from(`${folder}/${bytes}`, 'latin1')
  await mkdir(raw('d\xff'))
  for (const name of ['a\xff.py', 'd\xff/b.py', 'd\xff/c.md']) await writeFile(raw(name), '')
  assert.deepEqual(idsOf(await readAll(await open(setting, { pattern: '**/*.py' }))), [
    'NAME_NOT_UTF8 a\\xff.py',
    'NAME_NOT_UTF8 d\\xff/b.py',
    'ok.py',
  ])
})

test('a folder that cannot be read is a broken entry', async (t) => {
  const { folder, setting } = await sourceFolder(t, { 'a.py': '', 'b/c.py': '', 'd.py': '' })
  const source = await open(setting, { path: '.' })
  await chmod(path.join(folder, 'b'), 0)
  const user = process.geteuid?.()
  if (user === 0) await chmod(folder, 0o755)
  if (user === 0) process.seteuid?.(65_534)
  try {
    assert.deepEqual(idsOf(await readAll(source)), ['a.py', 'FOLDER_UNREADABLE b/', 'd.py'])
  } finally {
    if (user === 0) process.seteuid?.(0)
    await chmod(path.join(folder, 'b'), 0o755)
  }
})

test('a file that goes away after the source was opened is a broken entry', async (t) => {
  const { folder, setting } = await sourceFolder(t, { 'a.py': '', 'b.py': '' })
  const source = await open(setting, { path: ['a.py', 'b.py'] })
  await unlink(path.join(folder, 'a.py'))
  assert.deepEqual(idsOf(await readAll(source)), ['FILE_GONE a.py', 'b.py'])
})

test('an item carries where the file is, its size and its stamp', async (t) => {
  const { folder, setting } = await sourceFolder(t, { 'in/a.py': '123' })
  const [entry] = await readAll(await open(setting, { path: 'in' }))
  assert.ok(entry?.kind === 'item' && entry.stamp !== undefined)
  const file = path.join(folder, 'in/a.py')
  const mtime = new Date(entry.stamp.mtimeMs).toISOString()
  assert.deepEqual(entry.data, { path: file, relative_path: 'a.py', size: 3, mtime })
  assert.deepEqual([entry.stamp.path, entry.stamp.sizeBytes, entry.sizeBytes], [file, 3, 3])
})

const shared: { folder?: string } = {}

before(async () => {
  const files = Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`d${n % 7}/f${n}.txt`, 'x']))
  const { folder } = await sourceFolder({ after: () => undefined }, files)
  shared.folder = folder
})
after(() => rm(String(shared.folder), { recursive: true, force: true }))

testSource({ name: 'files', open: () => open(settingFor(String(shared.folder)), { pattern: '**/*.txt' }), count: 70 })
