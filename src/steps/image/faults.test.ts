/** Damaged and hostile pictures: a typed error or a picture that verifies, nothing else, and nothing half-written. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { avifFile } from '../../../test/support/avif-file.ts'
import { runImage, sample } from '../../../test/support/image-run.ts'
import { workspace } from '../../../test/support/workspace.ts'
import { systemClock } from '../../base/clock.ts'

const isFull = process.env['MILLRACE_FAULTS'] === 'full'
const flips = isFull ? 500 : 50
const good = readFileSync(sample('hills-small'))

async function survives(t: TestContext, bytes: Buffer): Promise<string> {
  const run = await runImage(t, workspace(t, { 'x.avif': bytes }).path('x.avif'))
  if (run.value === undefined) assert.equal(run.path, undefined, 'a failure delivers nothing')
  assert.ok(run.value !== undefined || run.code?.startsWith('IMAGE_'), run.code)
  return run.code ?? 'succeeded'
}

test('a file cut anywhere is refused as cut', async (t) => {
  for (let index = 0; index < 50; index++) {
    const length = Math.floor((index / 50) * good.length)
    const code = await survives(t, good.subarray(0, length))
    const expected = ['IMAGE_TRUNCATED', 'IMAGE_EMPTY', 'IMAGE_NOT_AVIF']
    assert.ok(expected.includes(code), `${length} bytes: ${code}`)
  }
})

test(`${flips} flipped bits give a typed error or a picture that verifies`, async (t) => {
  const codes = new Set<string>()
  for (let index = 0; index < flips; index++) {
    const bytes = Buffer.from(good)
    const position = Math.floor((index / flips) * good.length)
    bytes[position] = (bytes[position] ?? 0) ^ (1 << (index % 8))
    codes.add(await survives(t, bytes))
  }
  assert.ok(codes.size > 1, [...codes].join(', '))
})

for (const [width, height] of [
  [16, 17_000_000],
  [20_000, 20_000],
  [0xffff_ffff, 0xffff_ffff],
] as const) {
  test(`a header that claims ${width}x${height} is refused before decoding`, async (t) => {
    const path = workspace(t, { 'bomb.avif': avifFile({ width, height }) }).path('bomb.avif')
    await runImage(t, sample('hills-small'), { action: 'inspect' })
    const before = systemClock.now()
    const { code } = await runImage(t, path)
    assert.equal(code, 'IMAGE_TOO_LARGE')
    assert.ok(systemClock.now() - before <= 200)
  })
}

test('a small claim over a large bitstream is refused by what the bitstream says', async (t) => {
  const bytes = Buffer.from(good)
  const at = bytes.indexOf('ispe') + 8
  bytes.writeUInt32BE(16, at)
  bytes.writeUInt32BE(16, at + 4)
  const path = workspace(t, { 'x.avif': bytes }).path('x.avif')
  assert.equal((await runImage(t, path, { max_pixels: 10_000 })).code, 'IMAGE_TOO_LARGE')
})

test('zero bytes and a text named .avif are told apart', async (t) => {
  assert.equal(await survives(t, Buffer.alloc(0)), 'IMAGE_EMPTY')
  assert.equal(await survives(t, Buffer.from('This is a text, not a picture.')), 'IMAGE_NOT_AVIF')
})
