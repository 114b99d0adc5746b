import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import sharp from 'sharp'
import { workspace } from '../../../../test/support/workspace.ts'
import { animatedPng } from './animation.ts'
import { checkPng } from './check.ts'

const frame = (background: string) =>
  sharp({ create: { width: 8, height: 4, channels: 4, background } })
    .png()
    .toBuffer()

test('frames become one animated PNG that is sound as a still, too', async (t) => {
  const frames = await Promise.all(['#f00', '#0f0', '#00f'].map(frame))
  const path = workspace(t).path('x.png')
  writeFileSync(
    path,
    Buffer.concat(
      animatedPng(
        frames.map((png) => ({ png, durationMs: 40 })),
        [],
      ),
    ),
  )
  const facts = await checkPng(path)
  assert.deepEqual([facts.width, facts.height, facts.frames], [8, 4, 3])
  const first = await sharp(path).removeAlpha().raw().toBuffer()
  assert.deepEqual([...first.subarray(0, 3)], [255, 0, 0])
})

test('no frames give no file', () => {
  assert.deepEqual(animatedPng([], []), [])
})
