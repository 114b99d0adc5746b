import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { readAll } from '../../test/conformance/source.ts'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { testRows } from '../../test/support/source-rows.ts'
import { csvSource } from './csv.ts'
import type { SourceEntry } from './source.ts'

async function open(t: TestContext, content: string, options: object = {}) {
  const { setting } = await sourceFolder(t, { 'rows.csv': content })
  return csvSource.open(csvSource.options.parse({ path: 'rows.csv', ...options }), setting)
}

async function read(t: TestContext, content: string, options: object = {}) {
  return seen(await readAll(await open(t, content, options)))
}

const seen = (entries: readonly SourceEntry[]) =>
  entries.map((entry) => (entry.kind === 'item' ? entry.data : `${entry.code} ${entry.message}`))

test('the header names the fields; types stay text', async (t) => {
  const source = await open(t, '\ufeffid, price \r\na,1\r\n\r\nb,"x,\r\n""y"""\r\n')
  assert.deepEqual(source.fields, ['id', 'price'])
  assert.deepEqual(seen(await readAll(source)), [
    { id: 'a', price: '1' },
    { id: 'b', price: 'x,\r\n"y"' },
  ])
})

test('the delimiter is found in the first line, or given', async (t) => {
  assert.deepEqual(await read(t, '"a,b,c";d\n1;2'), [{ 'a,b,c': '1', d: '2' }])
  assert.deepEqual(await read(t, 'a\tb\n1,5\t2'), [{ a: '1,5', b: '2' }])
  assert.deepEqual(await read(t, 'a,b:c\n1:2', { delimiter: ':' }), [{ 'a,b': '1', c: '2' }])
})

test('a row with too many or too few cells is broken, and named by its number', async (t) => {
  assert.deepEqual(await read(t, 'a,b\n1,2\n3\n4,5,6\n7,8'), [
    { a: '1', b: '2' },
    'CSV_COLUMNS row 3: expected 2 cells, as the header has, got 1',
    'CSV_COLUMNS row 4: expected 2 cells, as the header has, got 3',
    { a: '7', b: '8' },
  ])
})

test('a quote in the wrong place spoils its own row only', async (t) => {
  const rows = await read(t, 'a,b\n1,"open\n2,ok\n3,"x"\n4,"y"z\n5,a"b"\n6,ok\n')
  assert.deepEqual(rows, [
    'CSV_QUOTE row 2: a quote is opened or closed in the wrong place',
    { a: '2', b: 'ok' },
    { a: '3', b: 'x' },
    'CSV_QUOTE row 5: something follows a closing quote',
    'CSV_QUOTE row 6: a quote stands inside a cell that does not begin with one',
    { a: '6', b: 'ok' },
  ])
})

test('names that occur twice or are empty are told apart', async (t) => {
  assert.deepEqual(await read(t, 'a,,a\n1,2,3'), [{ a: '1', column_2: '2', a_2: '3' }])
})

test('a column named __proto__ stays data', async (t) => {
  const [row] = await read(t, '__proto__,constructor\nx,y')
  assert.equal(JSON.stringify(row), '{"__proto__":"x","constructor":"y"}')
  assert.equal(Object.getPrototypeOf({}).x, undefined)
})

test('an empty file has no rows, a broken header is refused with its place', async (t) => {
  assert.deepEqual(await read(t, ''), [])
  await assert.rejects(open(t, '"a,b\n'), { name: 'UsageError', code: 'CSV_HEADER' })
})

test('what a spreadsheet would write is read back', async (t) => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é'), maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), async (rows) => {
      const line = (cells: readonly string[]) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')
      const content = [line(['p', 'q']), ...rows.map(line)].join('\n')
      assert.deepEqual(
        await read(t, content),
        rows.map(([p, q]) => ({ p, q })),
      )
    }),
    { numRuns: 30 },
  )
})

testRows('csv', csvSource, {
  name: 'rows.csv',
  content: `id,text\n${Array.from({ length: 40 }, (_, n) => (n % 6 === 2 ? `${n}` : n % 6 === 3 ? `${n},"a\nb"` : `${n},x`)).join('\n\n')}`,
  count: 40,
})
