import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { avifFile, fullBox, u32 } from '../../../../test/support/avif-file.ts'
import { workspace } from '../../../../test/support/workspace.ts'
import { makeBox } from './boxes.ts'
import { readAvif } from './read-avif.ts'

function read(t: TestContext, content: Buffer) {
  return readAvif(workspace(t, { 'made.avif': content }).path('made.avif'))
}

test('transformations apply in the order of the header, and the size follows', async (t) => {
  const crop = makeBox('clap', ...[300, 1, 200, 1, 0, 1, 0, 1].map(u32))
  const properties = [crop, makeBox('irot', Buffer.from([1])), makeBox('imir', Buffer.from([0]))]
  const picture = await read(t, avifFile({ width: 400, height: 300, properties }))
  assert.deepEqual([picture.width, picture.height], [200, 300])
  assert.deepEqual(picture.transformations, [
    { kind: 'crop', left: 50, top: 50, width: 300, height: 200 },
    { kind: 'rotate', turns: 3 },
    { kind: 'mirror', axis: 'vertical' },
  ])
})

test('depths that contradict each other are refused', async (t) => {
  const file = avifFile({ width: 4, height: 4, properties: [fullBox('pixi', Buffer.from([3, 10, 10, 10]))] })
  await assert.rejects(read(t, file), { code: 'IMAGE_CORRUPT' })
})

test('a picture without a size is refused', async (t) => {
  await assert.rejects(read(t, avifFile({ width: 0, height: 4 })), { code: 'IMAGE_CORRUPT' })
})

test('HEIC is told by its codec, other items by their type', async (t) => {
  await assert.rejects(read(t, avifFile({ width: 4, height: 4, itemType: 'hvc1' })), { code: 'IMAGE_NOT_AVIF', message: /HEIC/ })
  await assert.rejects(read(t, avifFile({ width: 4, height: 4, itemType: 'jpeg' })), { code: 'IMAGE_UNSUPPORTED' })
})
