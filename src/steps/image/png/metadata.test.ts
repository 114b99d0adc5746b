import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sample } from '../../../../test/support/image-run.ts'
import { readAvif } from '../avif/read-avif.ts'
import { metadataChunks } from './metadata.ts'

const picture = await readAvif(sample('hills'))
const names = (chunks: readonly Buffer[]) => chunks.map((chunk) => chunk.toString('latin1', 4, 8))

test('sRGB is marked as such, and EXIF comes along', () => {
  assert.deepEqual(names(metadataChunks(picture, true)), ['sRGB', 'eXIf'])
})

test('without metadata only the meaning of the colours is left', () => {
  assert.deepEqual(names(metadataChunks(picture, false)), ['sRGB'])
})

test('HDR keeps its code points, with the matrix and range that RGB has', () => {
  const hdr = { ...picture, exif: undefined, colour: { primaries: 9, transfer: 16, matrix: 9, isFullRange: false } }
  const [chunk] = metadataChunks(hdr, false)
  assert.equal(chunk?.toString('latin1', 4, 8), 'cICP')
  assert.deepEqual([...(chunk?.subarray(8, 12) ?? [])], [9, 16, 0, 1])
})

test('a profile goes before code points, and unspecified colours are left unsaid', () => {
  assert.deepEqual(names(metadataChunks({ ...picture, icc: Buffer.from('profile') }, true)), ['iCCP', 'eXIf'])
  const unsaid = { ...picture, exif: undefined, colour: { primaries: 2, transfer: 2, matrix: 2, isFullRange: true } }
  assert.deepEqual(metadataChunks(unsaid, true), [])
})
