import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type FakeContext, type FakeContextParts, fakeContext, testFolder } from '../../test/support/step-context.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { filesystemTool } from './filesystem.ts'

interface Place {
  readonly root: string
  readonly file: string
  /** Runs one action on the item `in/a.txt` ("hello") with the output folder `out`. */
  run(options: JsonObject, more?: FakeContextParts): Promise<Json>
  readonly context: (more?: FakeContextParts) => FakeContext
}

async function place(t: TestContext): Promise<Place> {
  const base = await testFolder(t)
  const [root, file] = [join(base, 'out'), join(base, 'in/a.txt')]
  await mkdir(join(base, 'in'))
  await mkdir(join(base, 'pipelines'))
  await mkdir(root)
  await writeFile(file, 'hello')
  const context = (more: FakeContextParts = {}) =>
    fakeContext({ root, file, folder: join(base, 'pipelines'), outputPath: join(root, 'a.out'), ...more })
  const run = async (options: JsonObject, more: FakeContextParts = {}) =>
    filesystemTool.run(filesystemTool.options.parse(options), context(more))
  return { root, file, run, context }
}

test('read gives the text of the item, or of a file beside it or beside the pipeline', async (t) => {
  const { run, file } = await place(t)
  await writeFile(`${file}.more`, '\uFEFFmore')
  await writeFile(join(file, '../../pipelines/terms.txt'), 'terms')
  assert.equal(await run({ action: 'read' }), 'hello')
  assert.equal(await run({ action: 'read', path: `${file}.more` }), '\uFEFFmore')
  assert.equal(await run({ action: 'read', path: 'terms.txt' }), 'terms')
})

test('what is no text, too large, not there or no file says so', async (t) => {
  const { run, file } = await place(t)
  await writeFile(`${file}.bin`, Buffer.from([0x68, 0xff]))
  const cases = {
    NOT_TEXT: { path: `${file}.bin` },
    FILE_TOO_LARGE: { max_bytes: 4 },
    FILE_MISSING: { path: 'gone.txt' },
    NOT_A_FILE: { path: '../in' },
    PATH_OUTSIDE: { path: '/etc/passwd' },
  }
  await assert.rejects(run({ action: 'read' }, { file: '/dev/zero' }), { code: 'NOT_A_FILE' })
  for (const [code, options] of Object.entries(cases)) {
    if (code === 'NOT_A_FILE') continue
    await assert.rejects(run({ action: 'read', ...options }), { name: 'PermanentError', code }, code)
  }
})

test('a link beside the item does not lead to any place of the machine', async (t) => {
  const { run, file } = await place(t)
  await symlink('/etc/hostname', `${file}.link`)
  await assert.rejects(run({ action: 'read', path: `${file}.link` }), { code: 'PATH_OUTSIDE' })
  assert.equal(typeof (await run({ action: 'read', path: '/etc/hostname', allow_outside: true })), 'string')
})

test('write puts text as it is and everything else as JSON, where it is told or at the output path', async (t) => {
  const { run, root } = await place(t)
  const value = await run({ action: 'write', content: 'text' })
  assert.equal(await readFile(join(root, 'a.out'), 'utf8'), 'text')
  assert.deepEqual(value, {
    path: join(root, 'a.out'),
    size_bytes: 4,
    sha256: '982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1',
  })
  await run({ action: 'write', content: { a: [1] }, path: 'sub/b.json' })
  assert.equal(await readFile(join(root, 'sub/b.json'), 'utf8'), '{\n  "a": [\n    1\n  ]\n}\n')
})

test('write without content takes the latest value, and says when there is none', async (t) => {
  const { run, root } = await place(t)
  await run({ action: 'write' }, { names: { content: 'read', result: 'made' } })
  assert.equal(await readFile(join(root, 'a.out'), 'utf8'), 'made')
  await run({ action: 'write' }, { names: { content: 'read' } })
  assert.equal(await readFile(join(root, 'a.out'), 'utf8'), 'read')
  await assert.rejects(run({ action: 'write' }), { code: 'NOTHING_TO_WRITE' })
})

test('nothing is written, copied, moved, made or removed outside the output folder', async (t) => {
  const { run, file } = await place(t)
  const hostile = ['../in/a.txt', '/tmp/x', 'a/../../in/a.txt', file, 'a\0b']
  for (const path of hostile) {
    await assert.rejects(run({ action: 'write', content: 'x', path }), { code: 'PATH_OUTSIDE' })
    await assert.rejects(run({ action: 'copy', to: path }), { code: 'PATH_OUTSIDE' })
    await assert.rejects(run({ action: 'move', path: file, to: path, allow_outside: true }), { code: 'PATH_OUTSIDE' })
    await assert.rejects(run({ action: 'mkdir', path }), { code: 'PATH_OUTSIDE' })
    await assert.rejects(run({ action: 'remove', path }), { code: 'PATH_OUTSIDE' })
  }
  assert.equal(await readFile(file, 'utf8'), 'hello')
})

test('copy leaves the original, move takes it away only where that is allowed', async (t) => {
  const { run, root, file } = await place(t)
  await run({ action: 'copy', to: 'copies/a.txt' })
  assert.equal(await readFile(join(root, 'copies/a.txt'), 'utf8'), 'hello')
  await assert.rejects(run({ action: 'move' }), { code: 'PATH_OUTSIDE', fix: /allow_outside/ })
  await run({ action: 'move', allow_outside: true })
  assert.deepEqual([existsSync(file), await readFile(join(root, 'a.out'), 'utf8')], [false, 'hello'])
  await run({ action: 'move', path: 'copies/a.txt', to: 'moved.txt' })
  assert.deepEqual([existsSync(join(root, 'copies/a.txt')), existsSync(join(root, 'moved.txt'))], [false, true])
})

test('mkdir, stat and remove say what they found', async (t) => {
  const { run, root, file } = await place(t)
  assert.deepEqual(await run({ action: 'mkdir', path: 'x/y' }), { path: join(root, 'x/y'), made: true })
  assert.deepEqual(await run({ action: 'mkdir', path: 'x/y' }), { path: join(root, 'x/y'), made: false })
  const found = (await run({ action: 'stat' })) as JsonObject // stat gives an object
  assert.deepEqual([found['path'], found['type'], found['size_bytes']], [file, 'file', 5])
  assert.deepEqual(await run({ action: 'remove', path: 'x' }), { path: join(root, 'x'), removed: true })
  assert.deepEqual(await run({ action: 'remove', path: 'x' }), { path: join(root, 'x'), removed: false })
})
