import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { sample } from '../../../test/support/image-run.ts'
import { readAvif } from './avif/read-avif.ts'
import type { Transformation } from './picture.ts'
import { oriented } from './transform.ts'

/** Two rows of three gray pixels: 1 2 3 / 4 5 6. */
const stored = await sharp(Uint8Array.from([1, 2, 3, 4, 5, 6]), { raw: { width: 3, height: 2, channels: 1 } })
  .toColourspace('b-w')
  .png()
  .toBuffer()
const picture = await readAvif(sample('hills-small'))

async function after(transformations: readonly Transformation[]): Promise<number[]> {
  const decoded = { input: stored, isOriented: false, isRaw: false }
  const input = await oriented(decoded, { ...picture, transformations })
  return [...(await sharp(input).extractChannel(0).raw().toBuffer())]
}

test('each transformation does what the AVIF specification draws', async () => {
  assert.deepEqual(await after([{ kind: 'rotate', turns: 1 }]), [4, 1, 5, 2, 6, 3])
  assert.deepEqual(await after([{ kind: 'rotate', turns: 3 }]), [3, 6, 2, 5, 1, 4])
  assert.deepEqual(await after([{ kind: 'mirror', axis: 'vertical' }]), [4, 5, 6, 1, 2, 3])
  assert.deepEqual(await after([{ kind: 'mirror', axis: 'horizontal' }]), [3, 2, 1, 6, 5, 4])
  assert.deepEqual(await after([{ kind: 'crop', left: 1, top: 0, width: 2, height: 1 }]), [2, 3])
})

test('several apply one after the other, in their order', async () => {
  assert.deepEqual(
    await after([
      { kind: 'rotate', turns: 1 },
      { kind: 'mirror', axis: 'vertical' },
    ]),
    [6, 3, 5, 2, 4, 1],
  )
  assert.deepEqual(
    await after([
      { kind: 'mirror', axis: 'vertical' },
      { kind: 'rotate', turns: 1 },
    ]),
    [1, 4, 2, 5, 3, 6],
  )
})

test('a picture that its decoder has turned stays as it is', async () => {
  assert.equal(await oriented({ input: stored, isOriented: true, isRaw: false }, picture), stored)
})
