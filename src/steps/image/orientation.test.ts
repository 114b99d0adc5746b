import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { runImage, sample } from '../../../test/support/image-run.ts'
import { workspace } from '../../../test/support/workspace.ts'
import { editedCopy } from './avif/header-edits.ts'
import { readAvif } from './avif/read-avif.ts'
import { checkOrientation } from './orientation.ts'

const names = ['portrait-rotated', 'mirrored', 'rotated-and-mirrored', 'hills']

for (const name of names) {
  test(`${name}.avif as its header asks passes, laid any other way it is refused`, async (t) => {
    const picture = await readAvif(sample(name))
    const stored = await editedCopy(sample(name), picture.plainEdits)
    const { path = '' } = await runImage(t, sample(name))
    await checkOrientation(stored, path, picture)
    const wrong = workspace(t).path('wrong.png')
    for (const lay of [sharp(path).flip(), sharp(path).flop(), sharp(path).rotate(180)]) {
      await lay.png().toFile(wrong)
      await assert.rejects(checkOrientation(stored, wrong, picture), { code: 'IMAGE_ORIENTATION_LOST' })
    }
  })
}
