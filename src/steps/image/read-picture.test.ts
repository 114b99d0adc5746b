import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { avifFile } from '../../../test/support/avif-file.ts'
import { workspace } from '../../../test/support/workspace.ts'
import { readPicture } from './read-picture.ts'

const limit = 268_402_689

test('other formats are read through sharp, turned as their EXIF asks', async (t) => {
  const room = workspace(t)
  await sharp({ create: { width: 6, height: 4, channels: 3, background: '#123' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(room.path('x.jpg'))
  const picture = await readPicture(room.path('x.jpg'), limit)
  assert.deepEqual([picture.format, picture.width, picture.height], ['jpeg', 4, 6])
})

test('a picture over the limit is refused by its header alone', async (t) => {
  const path = workspace(t, { 'bomb.avif': avifFile({ width: 16, height: 17_000 }) }).path('bomb.avif')
  await assert.rejects(readPicture(path, 100_000), { code: 'IMAGE_TOO_LARGE', message: /16x17000/ })
})

test('what looks like a picture and is none is told apart', async (t) => {
  const path = workspace(t, { 'x.png': Buffer.from('\x89PNG and nothing more', 'latin1') }).path('x.png')
  await assert.rejects(readPicture(path, limit), { code: 'IMAGE_UNKNOWN' })
})
