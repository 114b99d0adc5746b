import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { readAll } from '../../test/conformance/source.ts'
import { idsOf, sourceFolder } from '../../test/support/source-folder.ts'
import { testRows } from '../../test/support/source-rows.ts'
import { jsonlSource } from './jsonl.ts'

async function read(t: TestContext, content: string, options: object = {}) {
  const { setting } = await sourceFolder(t, { 'rows.jsonl': content, 'schema.json': '{"required":["sku"]}' })
  return readAll(await jsonlSource.open(jsonlSource.options.parse({ path: 'rows.jsonl', ...options }), setting))
}

test('one value per line, with byte order mark, carriage returns and blank lines passed over', async (t) => {
  const entries = await read(t, '\ufeff{"id":"a"}\r\n\r\n  \n{"id":7}\n{"id":"c"}')
  assert.deepEqual(idsOf(entries), ['a', '7', 'c'])
})

test('a broken line is a broken entry that names its row and column', async (t) => {
  const [, broken, last] = await read(t, '{"id":"a"}\n{"id":"b",oops}\n{"id":"c"}')
  assert.ok(broken?.kind === 'broken' && last?.kind === 'item')
  assert.equal(broken.message, 'row 2: expected a name in quotes, got "oops" at column 11')
  assert.match(broken.id, /^broken-[0-9a-f]{16}$/)
})

test('a row without an id is known by a hash of its content, in any order of its keys', async (t) => {
  const [first, second] = await read(t, '{"a":1,"b":2}\n{"b":2,"a":1}')
  assert.ok(first?.kind === 'item' && first.idIsHash)
  assert.match(first.id, /^[0-9a-f]{16}$/)
  assert.equal(second?.id, first.id)
})

test('the id field may be nested; a row that lacks it is a broken entry', async (t) => {
  const entries = await read(t, '{"p":{"sku":"x"}}\n{"p":{"skU":"y"}}\n{"p":{"sku":{}}}', { id: 'p.sku' })
  assert.equal(entries[0]?.id, 'x')
  assert.match(
    String(entries[1]?.kind === 'broken' && entries[1].message),
    /^row 2: expected a text or a number in the field "p.sku" as the id/,
  )
  assert.equal(entries[2]?.kind, 'broken')
})

test('a row that violates the schema is a broken entry under its own id', async (t) => {
  const rows = '{"id":"a","sku":1}\n{"id":"b"}'
  for (const schema of ['schema.json', { required: ['sku'] }]) {
    assert.deepEqual(idsOf(await read(t, rows, { schema })), ['a', 'SCHEMA b'])
  }
})

test('a key named __proto__ stays data', async (t) => {
  const [entry] = await read(t, '{"id":"a","__proto__":{"polluted":true}}')
  assert.ok(entry?.kind === 'item')
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
  assert.match(JSON.stringify(entry.data), /"__proto__":\{"polluted":true\}/)
})

test('bytes that are no UTF-8 make a broken entry, UTF-16 is refused', async (t) => {
  const { setting } = await sourceFolder(t)
  const open = () => jsonlSource.open({ path: 'x.jsonl' }, setting)
  const { writeFile } = await import('node:fs/promises')
  await writeFile(`${setting.folder}/x.jsonl`, Buffer.from('"a\xff"\n"b"\n', 'latin1'))
  assert.deepEqual(
    (await readAll(await open())).map(({ kind }) => kind),
    ['broken', 'item'],
  )
  await writeFile(`${setting.folder}/x.jsonl`, Buffer.from('\ufeff{}', 'utf16le'))
  await assert.rejects(open(), { code: 'NOT_UTF8' })
})

testRows('jsonl', jsonlSource, {
  name: 'rows.jsonl',
  content: Array.from({ length: 40 }, (_, n) => (n % 7 === 3 ? '{broken' : `{"id":"${n}"}`)).join('\n\n'),
  count: 40,
})
