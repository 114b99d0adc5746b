import assert from 'node:assert/strict'
import { open } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import { avifFile } from '../../../../test/support/avif-file.ts'
import { sample } from '../../../../test/support/image-run.ts'
import { workspace } from '../../../../test/support/workspace.ts'
import { readBoxFile } from './box-file.ts'
import { readCodedItem } from './coded-item.ts'
import { requireItem } from './item-bytes.ts'
import { readMeta } from './meta-box.ts'

async function primaryOf(path: string) {
  await using file = await open(path)
  const { boxes, sizeBytes } = await readBoxFile(file)
  const meta = readMeta(boxes.find(({ type }) => type === 'meta')?.content ?? Buffer.alloc(0))
  return await readCodedItem({ file, sizeBytes, meta }, requireItem(meta, meta.primary))
}

function written(t: TestContext, content: Buffer): string {
  return workspace(t, { 'made.avif': content }).path('made.avif')
}

test('pixels and range are the bitstream’s, colours the file’s', async () => {
  const coded = await primaryOf(sample('hills-small'))
  assert.equal(coded.pixels, 160 * 120)
  assert.equal(coded.isFullRange, true)
  assert.equal(coded.colour?.transfer, 13)
})

test('coded bytes behind the end of the file are a truncation', async (t) => {
  const path = written(t, avifFile({ width: 8, height: 8, claimedBytes: 5_000 }))
  await assert.rejects(primaryOf(path), { code: 'IMAGE_TRUNCATED' })
})
