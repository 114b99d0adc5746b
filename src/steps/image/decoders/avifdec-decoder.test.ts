import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { runImage, sample } from '../../../../test/support/image-run.ts'
import { avifdecDecoder } from './avifdec-decoder.ts'

const skip = (await avifdecDecoder.version()) === undefined ? 'avifdec is not installed' : false

for (const name of ['rotated-and-mirrored', 'cropped', 'wheel-premultiplied', 'ramp-10bit', 'gray']) {
  test(`avifdec and sharp give the same picture of ${name}.avif`, { skip }, async (t) => {
    const [ours, theirs] = await Promise.all(['avifdec', 'sharp'].map((decoder) => runImage(t, sample(name), { decoder })))
    assert.equal(ours?.value?.['decoder'], 'avifdec', ours?.message)
    const [a, b] = await Promise.all(
      [ours, theirs].map((run) => sharp(run?.path).resize(16, 16, { fit: 'fill' }).removeAlpha().raw().toBuffer()),
    )
    const differences = [...(a ?? [])].map((value, index) => Math.abs(value - (b?.[index] ?? 0)))
    assert.ok(Math.max(...differences) <= 10, `differs by ${Math.max(...differences)}`)
  })
}

test('all frames of a sequence become an animated PNG', { skip }, async (t) => {
  const { value, message } = await runImage(t, sample('wheel-turning'), { frames: 'all' })
  assert.equal(value?.['frames'], 3, message)
})
