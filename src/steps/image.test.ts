import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runImage, sample } from '../../test/support/image-run.ts'
import { imageTool } from './image.ts'

test('a picture comes out verified, with what it is', async (t) => {
  const { value } = await runImage(t, sample('wheel-alpha'))
  assert.deepEqual(
    [value?.['width'], value?.['height'], value?.['alpha'], value?.['bit_depth'], value?.['format']],
    [256, 256, true, 8, 'png'],
  )
})

test('an item without a file is refused', async () => {
  const options = imageTool.options.parse({ action: 'inspect' })
  // Only the file is looked at before the refusal.
  const context = { file: undefined } as Parameters<typeof imageTool.run>[1]
  await assert.rejects(async () => imageTool.run(options, context), { code: 'IMAGE_NO_FILE' })
})
