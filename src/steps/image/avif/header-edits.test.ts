import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avifFile, u16 } from '../../../../test/support/avif-file.ts'
import { sample } from '../../../../test/support/image-run.ts'
import { workspace } from '../../../../test/support/workspace.ts'
import { makeBox } from './boxes.ts'
import { editedCopy } from './header-edits.ts'
import { readAvif } from './read-avif.ts'

test('a copy with the plain edits shows the picture as stored', async (t) => {
  const picture = await readAvif(sample('rotated-and-mirrored'))
  const copy = await editedCopy(sample('rotated-and-mirrored'), picture.plainEdits)
  const plain = await readAvif(workspace(t, { 'plain.avif': copy }).path('plain.avif'))
  assert.deepEqual(plain.transformations, [])
  assert.deepEqual([plain.width, plain.height], [picture.stored.width, picture.stored.height])
})

test('an unspecified matrix is spelled out, the rest of the colours stays', async (t) => {
  const colour = makeBox('colr', Buffer.from('nclx'), u16(2), u16(2), u16(2), Buffer.from([0x80]))
  const room = workspace(t, { 'made.avif': avifFile({ width: 4, height: 4, properties: [colour] }) })
  const { colourEdits } = await readAvif(room.path('made.avif'))
  room.write('edited.avif', await editedCopy(room.path('made.avif'), colourEdits))
  const edited = await readAvif(room.path('edited.avif'))
  assert.deepEqual(edited.colour, { primaries: 2, transfer: 2, matrix: 6, isFullRange: true })
})
