import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { readChunks, refuseUtf16 } from './read-chunks.ts'

test('a file comes in pieces, whole and in order, until the signal aborts', async (t) => {
  const text = 'é'.repeat(400_000)
  const { folder } = await sourceFolder(t, { a: text })
  const chunks = await Array.fromAsync(readChunks(path.join(folder, 'a'), t.signal))
  assert.ok(chunks.length > 1)
  assert.equal(Buffer.concat(chunks).toString(), text)
  const stop = new AbortController()
  const reading = readChunks(path.join(folder, 'a'), stop.signal)
  await reading.next()
  stop.abort(new Error('enough'))
  await assert.rejects(reading.next(), /enough/)
})

test('UTF-16 is told by its mark, an empty file passes', async (t) => {
  const { folder } = await sourceFolder(t, { empty: '' })
  await refuseUtf16(path.join(folder, 'empty'))
  for (const mark of [
    [0xff, 0xfe],
    [0xfe, 0xff],
  ]) {
    await writeFile(path.join(folder, 'wide'), Buffer.from([...mark, 0x41, 0]))
    await assert.rejects(refuseUtf16(path.join(folder, 'wide')), { name: 'UsageError', code: 'NOT_UTF8' })
  }
})
