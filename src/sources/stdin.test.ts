import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { after, type TestContext, test } from 'node:test'
import { readAll, testSource } from '../../test/conformance/source.ts'
import { idsOf, settingFor, sourceFolder } from '../../test/support/source-folder.ts'
import type { SourceEntry } from './source.ts'
import { stdinSource } from './stdin.ts'

async function open(folder: string, input: NodeJS.ReadableStream, options: object = {}) {
  return stdinSource.open(stdinSource.options.parse(options), settingFor(folder, input))
}

async function read(t: TestContext, text: string | Buffer, options: object = {}) {
  const { folder } = await sourceFolder(t)
  return readAll(await open(folder, Readable.from([Buffer.from(text)]), options))
}

const dataOf = (entries: readonly SourceEntry[]) => entries.map((entry) => (entry.kind === 'item' ? entry.data : entry.code))

test('every line is an item known by a hash; blank lines are passed over', async (t) => {
  const entries = await read(t, 'one\r\n\n two \nthree')
  assert.deepEqual(dataOf(entries), ['one', ' two ', 'three'])
  assert.ok(entries.every((entry) => entry.kind === 'item' && entry.idIsHash))
})

test('lines may be JSON values', async (t) => {
  assert.deepEqual(idsOf(await read(t, '{"id":"a"}\n{"id":\n', { format: 'jsonl' })).slice(0, 1), ['a'])
})

test('paths that end with NUL may hold anything but NUL', async (t) => {
  const paths = Buffer.concat([Buffer.from('a\nb\0-rf\0'), Buffer.from([0x62, 0xff, 0]), Buffer.from('c d')])
  const data = dataOf(await read(t, paths, { format: 'paths0' }))
  const named = (path: string) => ({ path, relative_path: path })
  assert.deepEqual(data, [named('a\nb'), named('-rf'), 'NAME_NOT_UTF8', named('c d')])
})

test('a path that ends with NUL is the id and the file of its item', async (t) => {
  const entries = await read(t, Buffer.from('./in/a\0../b\0/tmp/c\0'), { format: 'paths0' })
  assert.deepEqual(dataOf(entries), [{ path: './in/a', relative_path: 'in/a' }, { path: '../b' }, { path: '/tmp/c' }])
  assert.deepEqual(
    entries.map(({ id }) => id),
    ['./in/a', '../b', '/tmp/c'],
  )
})

test('the size of an item from a path is that of its file', async (t) => {
  const { folder } = await sourceFolder(t)
  await writeFile(join(folder, 'a'), 'x'.repeat(100))
  const source = await open(folder, Readable.from(['a\0gone\0']), { format: 'paths0' })
  assert.deepEqual(
    (await readAll(source)).map(({ sizeBytes }) => sizeBytes),
    [100, 4],
  )
})

test('entries come while standard input is still open', async (t) => {
  const { folder } = await sourceFolder(t)
  const input = new PassThrough()
  const source = await open(folder, input)
  const entries = source.read(0, t.signal)[Symbol.asyncIterator]()
  input.write('one\ntw')
  assert.deepEqual((await entries.next()).value.data, 'one')
  input.end('o\n')
  assert.deepEqual((await entries.next()).value.data, 'two')
  assert.equal((await entries.next()).done, true)
  await source.close()
})

test('a resume reads what was kept and not standard input', async (t) => {
  const { folder } = await sourceFolder(t)
  const first = await readAll(await open(folder, Readable.from(['a\nb\nc\n'])))
  const again = await readAll(await open(folder, Readable.from(['x\n'])), 1)
  assert.deepEqual(again, first.slice(1))
})

test('a resume after a cut yields whole entries only, and one that stands for the rest', async (t) => {
  const { folder } = await sourceFolder(t)
  const input = new PassThrough()
  const source = await open(folder, input)
  const entries = source.read(0, t.signal)[Symbol.asyncIterator]()
  input.write('a\nb\nhal')
  await entries.next()
  await entries.next()
  await entries.return?.()
  await source.close()
  const again = await readAll(await open(folder, Readable.from([])))
  assert.deepEqual(dataOf(again), ['a', 'b', 'INPUT_CUT'])
  const rest = again[2]?.kind === 'broken' ? again[2].message : ''
  assert.match(rest, /^The process that read standard input ended before all of it was read: nothing after entry 2 is/)
})

test('a terminal is refused', async (t) => {
  const { folder } = await sourceFolder(t)
  await assert.rejects(open(folder, Object.assign(new PassThrough(), { isTTY: true })), { code: 'STDIN_IS_TERMINAL' })
})

const made: string[] = []
after(() => Promise.all(made.map((folder) => rm(folder, { recursive: true }))))
testSource({
  name: 'stdin',
  count: 25,
  open: async () => {
    const { folder } = await sourceFolder({ after: () => undefined })
    made.push(folder)
    return open(folder, Readable.from(Array.from({ length: 25 }, (_, n) => `line ${n}\n`)))
  },
})
