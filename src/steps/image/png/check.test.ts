import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import sharp from 'sharp'
import { workspace } from '../../../../test/support/workspace.ts'
import { checkPng } from './check.ts'
import { makeChunk } from './chunks.ts'

const noise = {
  create: {
    width: 64,
    height: 48,
    channels: 4 as const,
    background: '#3a7',
    noise: { type: 'gaussian' as const, mean: 128, sigma: 40 },
  },
}
const good = await sharp(noise).png().toBuffer()

async function check(t: TestContext, bytes: Buffer) {
  const room = workspace(t)
  writeFileSync(room.path('x.png'), bytes)
  return await checkPng(room.path('x.png'))
}

test('a PNG is what its bytes say', async (t) => {
  const facts = await check(t, good)
  assert.deepEqual([facts.width, facts.height, facts.bitDepth, facts.hasAlpha, facts.frames], [64, 48, 8, true, 1])
})

test('a single flipped bit anywhere is found', async (t) => {
  for (let position = 20; position < good.length; position += 97) {
    const bytes = Buffer.from(good)
    bytes[position] = (bytes[position] ?? 0) ^ 4
    await assert.rejects(check(t, bytes), { code: 'IMAGE_OUTPUT_DAMAGED' })
  }
})

test('a missing end is found, wherever it was cut', async (t) => {
  for (const length of [0, 7, 30, 100, good.length - 20, good.length - 12, good.length - 1]) {
    await assert.rejects(check(t, good.subarray(0, length)), { code: 'IMAGE_OUTPUT_DAMAGED' })
  }
})

test('pixels that are too few are found even when every checksum holds', async (t) => {
  const header = Buffer.from(good.subarray(16, 29))
  header.writeUInt32BE(49, 4)
  const bytes = Buffer.concat([good.subarray(0, 8), makeChunk('IHDR', header), good.subarray(33)])
  await assert.rejects(check(t, bytes), { code: 'IMAGE_OUTPUT_DAMAGED', message: /bytes of pixels/ })
})
