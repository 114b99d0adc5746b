import assert from 'node:assert/strict'
import { open } from 'node:fs/promises'
import { test } from 'node:test'
import { workspace } from '../../../../test/support/workspace.ts'
import { itemBytes, requireItem } from './item-bytes.ts'
import type { Meta } from './meta-box.ts'

const item = { id: 1, type: 'Exif', contentType: '', properties: [] }

function metaWith(extents: readonly { readonly start: number; readonly length: number }[]): Meta {
  const places = new Map([[1, { within: 'file' as const, extents }]])
  return { primary: 1, items: new Map([[1, item]]), references: [], places, inner: Buffer.alloc(0) }
}

test('the parts of an item are put together, at most as many bytes as asked', async (t) => {
  await using file = await open(workspace(t, { f: '0123456789' }).path('f'))
  const meta = metaWith([
    { start: 8, length: 2 },
    { start: 0, length: 3 },
  ])
  assert.equal((await itemBytes({ file, sizeBytes: 10, meta }, item)).toString(), '89012')
  assert.equal((await itemBytes({ file, sizeBytes: 10, meta }, item, 3)).toString(), '890')
})

test('an item that lies behind the end of the file is a truncation', async (t) => {
  await using file = await open(workspace(t, { f: '0123456789' }).path('f'))
  const reading = itemBytes({ file, sizeBytes: 10, meta: metaWith([{ start: 8, length: 3 }]) }, item)
  await assert.rejects(reading, { code: 'IMAGE_TRUNCATED' })
})

test('an item that the header does not have is refused', () => {
  assert.throws(() => requireItem(metaWith([]), 2), { code: 'IMAGE_CORRUPT' })
  assert.throws(() => requireItem(metaWith([]), undefined), { code: 'IMAGE_CORRUPT' })
})
