import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { jsonLines, openDocument } from './document.ts'

test('a dash is standard output', async () => {
  const standardOutput = new PassThrough()
  const place = { path: '-', offset: 0, overwrite: 'never', standardOutput, batch: {} } as const
  const document = await openDocument(place, { fileName: 'x', while: 'hidden' })
  await document.append(jsonLines([{ a: 1 }, 'b']))
  assert.equal(String(standardOutput.read()), '{"a":1}\n"b"\n')
})
