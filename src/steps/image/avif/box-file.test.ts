import assert from 'node:assert/strict'
import { open } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { workspace } from '../../../../test/support/workspace.ts'
import { readBoxFile } from './box-file.ts'
import { makeBox } from './boxes.ts'

async function read(t: TestContext, content: Buffer) {
  await using file = await open(workspace(t, { 'file.avif': content }).path('file.avif'))
  return await readBoxFile(file)
}

test('only boxes that describe the picture are kept, with their places', async (t) => {
  const type = makeBox('ftyp', Buffer.from('avif'))
  const { boxes, sizeBytes } = await read(
    t,
    Buffer.concat([type, makeBox('mdat', Buffer.alloc(1000)), makeBox('meta', Buffer.alloc(4))]),
  )
  assert.deepEqual(
    boxes.map((box) => [box.type, box.start]),
    [
      ['ftyp', 8],
      ['meta', 1028],
    ],
  )
  assert.equal(sizeBytes, 1032)
})

test('a box that ends behind the end of the file is a truncation', async (t) => {
  await assert.rejects(read(t, makeBox('mdat', Buffer.alloc(100)).subarray(0, 50)), { code: 'IMAGE_TRUNCATED' })
})

test('a few bytes that are no box are a truncation', async (t) => {
  await assert.rejects(read(t, Buffer.concat([makeBox('ftyp'), Buffer.alloc(3)])), { code: 'IMAGE_TRUNCATED' })
})

test('a name of unprintable bytes is no box', async (t) => {
  await assert.rejects(read(t, makeBox('a\0\0b')), { code: 'IMAGE_CORRUPT' })
})

test('a header that wants more memory than any honest one is refused before it is read', async (t) => {
  await assert.rejects(read(t, makeBox('meta', Buffer.alloc(17 * 1024 * 1024))), { code: 'IMAGE_CORRUPT' })
})
