import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sample } from '../../../../test/support/image-run.ts'
import { workspace } from '../../../../test/support/workspace.ts'
import { firstFrameStill } from './frame-still.ts'
import { readAvif } from './read-avif.ts'

test('the first frame of a sequence becomes a still of the same size, depth, colour and alpha', async (t) => {
  const picture = await readAvif(sample('wheel-turning'))
  assert.ok(picture.movie)
  const still = await firstFrameStill(sample('wheel-turning'), picture, picture.movie)
  const read = await readAvif(workspace(t, { 'still.avif': still }).path('still.avif'))
  assert.equal(read.frames, 1)
  for (const key of ['width', 'height', 'hasAlpha', 'bitDepth'] as const) assert.equal(read[key], picture[key])
  assert.deepEqual(read.colour, picture.colour)
})
