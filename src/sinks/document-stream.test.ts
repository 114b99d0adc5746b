import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { openStream } from './document-stream.ts'

test('a stream begins at nothing in every session, and is not ended', async () => {
  const standardOutput = new PassThrough()
  const document = await openStream({ path: '-', offset: 99, overwrite: 'own', standardOutput, batch: {} })
  assert.equal(document.offset, 0)
  assert.equal(await document.append('é\n'), 3)
  assert.equal(await document.finish(), undefined)
  assert.equal(standardOutput.writableEnded, false)
})

test('a stream that was destroyed takes no more, without an error', async () => {
  const standardOutput = new PassThrough()
  const document = await openStream({ path: '-', offset: 0, overwrite: 'own', standardOutput, batch: {} })
  standardOutput.destroy()
  assert.equal(await document.append('a\n'), 2)
})
