import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWholeRecord } from './csv-cells.ts'
import { csvRecords } from './csv-records.ts'

async function* once(text: string | Buffer) {
  yield Buffer.from(text)
}

async function records(text: string | Buffer) {
  const found = await Array.fromAsync(csvRecords(once(text), (record) => isWholeRecord(record, ',')))
  return found.map(({ number, content }) => `${number} ${'text' in content ? content.text : content.broken.code}`)
}

test('a record goes on over lines while a quote is open; numbers count records and blank rows', async () => {
  assert.deepEqual(await records('a\r\n\r\n"b\nc",d\ne'), ['1 a', '3 "b\nc",d', '4 e'])
})

test('a quote that never closes spoils one line, also in a long file', async () => {
  const rows = Array.from({ length: 200_000 }, (_, n) => `${n},xxxx`)
  const found = await records(['a,"b', ...rows].join('\n'))
  assert.deepEqual(found.slice(0, 2), ['1 CSV_QUOTE', '2 0,xxxx'])
  assert.equal(found.length, rows.length + 1)
})

test('bytes that are no UTF-8 spoil their own record', async () => {
  assert.deepEqual(await records(Buffer.from('a\n\xff\nb', 'latin1')), ['1 a', '2 NOT_UTF8', '3 b'])
})
