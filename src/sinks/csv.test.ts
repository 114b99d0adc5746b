import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { testProjection } from '../../test/conformance/sink.ts'
import { workspace } from '../../test/support/sink-place.ts'
import type { Json } from '../base/json.ts'
import { csvSink } from './csv.ts'

async function csv(t: TestContext, results: readonly Json[], options: object = {}): Promise<string> {
  const file = path.join(await workspace(t), 'out.csv')
  const place = { path: file, offset: 0, overwrite: 'own' as const, standardOutput: process.stdout, batch: {} }
  const projection = await csvSink.open(csvSink.options.parse(options), place)
  const rows = results.map((result, n) => ({ id: `i${n}`, success: true, state: 'succeeded' as const, result, metrics: {} }))
  for (const row of rows) await projection.append([row])
  await projection.finish()
  return readFile(file, 'utf8')
}

test('the first row makes the columns; fields that only later rows have go to extra', async (t) => {
  const text = await csv(t, [{ a: 1, b: 'x' }, { b: 'y', c: true, d: null }, 'z'])
  assert.equal(text, 'a,b,extra\n1,x,\n,y,"{""c"":true,""d"":null}"\n,,"{""result"":""z""}"\n')
})

test('there is no column extra as long as no row needs it', async (t) => {
  assert.equal(await csv(t, [{ a: 1, b: 'x' }, { b: 'y' }]), 'a,b\n1,x\n,y\n')
})

test('lines that were there get an empty cell when the column extra comes', async (t) => {
  const text = await csv(t, [{ a: 'two\nlines, "quoted"' }, { a: '' }, { a: 1 }, { a: 2, b: 3 }, { a: 4 }])
  assert.equal(text, 'a,extra\n"two\nlines, ""quoted""",\n"",\n1,\n2,"{""b"":3}"\n4,\n')
})

test('named columns leave out all others', async (t) => {
  assert.equal(await csv(t, [{ a: 1, b: 2, c: 3 }], { columns: ['c', 'x', 'a'] }), 'c,x,a\n3,,1\n')
  assert.equal(await csv(t, [], { columns: ['c'] }), 'c\n')
})

test('text that a spreadsheet would run gets an apostrophe, numbers stay numbers', async (t) => {
  const text = await csv(t, [{ a: '=1+1', b: '+1', c: '-1', d: '@x', e: '\tx', f: '\rx', g: -1, h: "'=x", i: "'x" }])
  assert.equal(text.split('\n').slice(1).join('\n'), `'=1+1,'+1,'-1,'@x,'\tx,"'\rx",-1,''=x,'x\n`)
})

test('a record has the same columns whatever the first item was', async (t) => {
  assert.equal((await csv(t, [{ n: 1 }], { rows: 'record' })).split('\n')[0], 'id,success,state,result,error,metrics')
})

testProjection({ sink: csvSink, fileName: 'out.csv' })
testProjection({ sink: csvSink, fileName: 'out.csv', options: { rows: 'record' } })
testProjection({ sink: csvSink, fileName: 'out.csv', options: { columns: ['b', 'a'] } })
