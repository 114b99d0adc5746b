import assert from 'node:assert/strict'
import { open as openHandle } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { readAll } from '../../test/conformance/source.ts'
import { idsOf, sourceFolder } from '../../test/support/source-folder.ts'
import { testRows } from '../../test/support/source-rows.ts'
import { jsonSource } from './json.ts'

async function open(t: TestContext, content: string, options: object = {}) {
  const { setting } = await sourceFolder(t, { 'items.json': content })
  return jsonSource.open(jsonSource.options.parse({ path: 'items.json', ...options }), setting)
}

async function ids(t: TestContext, content: string, options: object = {}) {
  return idsOf(await readAll(await open(t, content, options)))
}

test('the elements of the array are items, the fields around it the envelope', async (t) => {
  const content = '\ufeff{"batch_id": "b1", "shop": {"name": "x", "products": [{"sku": "a"}, {"sku": "b"}], "n": 2}, "at": [1]}'
  for (const items of ['$.shop.products[*]', 'shop.products', "$['shop'].products"]) {
    const source = await open(t, content, { items, id: 'sku' })
    assert.deepEqual(source.envelope, { batch_id: 'b1', at: [1], shop: { name: 'x', n: 2 } })
    assert.deepEqual(idsOf(await readAll(source)), ['a', 'b'])
  }
})

test('the document itself may be the array', async (t) => {
  assert.deepEqual(await ids(t, ' [ {"id":1} ,{"id":"x]"}\n] '), ['1', 'x]'])
  assert.deepEqual(await ids(t, '[]'), [])
})

test('a document without the array is refused with what it has', async (t) => {
  await assert.rejects(open(t, '{"batch_id":1,"products":[]}', { items: 'product' }), {
    name: 'UsageError',
    code: 'JSON_NO_ITEMS',
    message: 'Expected a field "product" on the way to $.product, got "batch_id", "products". Did you mean "products"?',
  })
  await assert.rejects(open(t, '{"products":[]}'), /Expected an array of items at \$, got an object with "products"\./)
  await assert.rejects(open(t, ''), /expected a value, got the end of the file at line 1, column 1/)
  await assert.rejects(open(t, '[]', { items: '$[?(@.x)]' }), { code: 'JSON_PATH' })
})

test('a document that is broken around its elements is refused with its place', async (t) => {
  const refusal = async (content: string, message: RegExp, options: object = {}) =>
    assert.rejects(open(t, content, options), { name: 'UsageError', message })
  await refusal('[{"id":1}\n{"id":2}]', /expected "," or "\]", got "\{" at line 2, column 1/)
  await refusal('[{"id":1},', /expected a value, got the end of the file at line 1, column 11/)
  await refusal('[{"id":1},\n{"id":', /the file ends inside the value that began at line 2/)
  await refusal('{"a":nul,"items":[]}', /expected a value, got "nul" in the value that begins at line 1, column 6/, {
    items: 'items',
  })
  await refusal('[] x', /expected the end of the file, got "x"/)
})

test('a broken element is a broken entry with line and column; the next ones are read', async (t) => {
  const entries = await readAll(await open(t, '[\n {"id":"a"},\n {"id":"b",\n  "n": 01},\n {"id":"c"}]'))
  assert.deepEqual(
    entries.map((entry) => (entry.kind === 'item' ? entry.id : entry.message)),
    ['a', 'row 2: expected a value, got "01" at 4:8', 'c'],
  )
})

test('an element that is nested too deep is a broken entry', async (t) => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000)
  assert.match(String((await ids(t, `[${deep},{"id":"a"}]`))[0]), /^JSON_TOO_DEEP/)
})

test('a value is read whole wherever the pieces of the file are cut', async (t) => {
  const long = `${'é"\\'.repeat(200_000)}\n`
  const source = await open(t, JSON.stringify([{ id: long }, { id: 'b', x: [long] }]))
  assert.deepEqual(idsOf(await readAll(source)), [long, 'b'])
})

test('a document of more than 64 MiB is opened without reading it, and a break in it is told where it comes', async (t) => {
  const { folder, setting } = await sourceFolder(t)
  {
    await using file = await openHandle(path.join(folder, 'big.json'), 'w')
    await file.write('{"batch_id":"b","items":[{"id":"a"},{"id":"b"},')
    await file.write(' '.repeat(70 * 1024 * 1024))
  }
  const source = await jsonSource.open({ path: 'big.json', items: 'items' }, setting)
  assert.deepEqual(source.envelope, { batch_id: 'b' })
  const entries = await readAll(source)
  assert.deepEqual(idsOf(entries).slice(0, 2), ['a', 'b'])
  assert.match(
    String(entries[2]?.kind === 'broken' && entries[2].message),
    /^row 3: Broken JSON: expected a value, got the end of the file/,
  )
})

testRows('json', jsonSource, {
  name: 'items.json',
  content: `{"items":[${Array.from({ length: 40 }, (_, n) => (n % 7 === 3 ? '{"id":oops}' : `{"id":"${n}"}`)).join(',\n')}]}`,
  count: 40,
  options: { items: 'items' },
})
