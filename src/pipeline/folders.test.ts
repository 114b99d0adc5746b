import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { layoutNeeds, type OutputFacts, outputPath } from './folders.ts'

const names = { basename: 'a', filename: 'a.avif', ext: 'avif', metadata: { kind: 'cat/../../dog' } }
const photo: OutputFacts = { root: '/out', relativePath: 'trip/a.avif', id: 'trip/a.avif', layout: ['tree'], names }

function placed(facts: Partial<OutputFacts>): string {
  const place = outputPath({ ...photo, ...facts })
  return 'path' in place ? place.path : `needs ${place.needs}`
}

test('tree keeps the folders of the source, flat drops them', () => {
  assert.equal(placed({}), '/out/trip/a.avif')
  assert.equal(placed({ layout: ['flat'], extension: 'png' }), '/out/a.png')
})

test('a layout that looks at the output says which fact it needs', () => {
  assert.equal(placed({ layout: ['by_size'] }), 'needs size')
  assert.equal(placed({ layout: ['by_dimensions', 'by_size'], width: 1 }), 'needs dimensions')
  assert.equal(placed({ layout: ['by_date'] }), 'needs date')
  assert.deepEqual(layoutNeeds(['tree', 'by_size', 'by_dimensions', 'by_size']), ['size', 'dimensions'])
})

test('size classes begin at 100 KiB, 500 KiB and 2 MiB', () => {
  const classOf = (sizeBytes: number) => placed({ layout: ['by_size'], sizeBytes }).split('/')[2]
  assert.deepEqual([102_399, 102_400, 511_999, 512_000].map(classOf), ['small', 'medium', 'medium', 'large'])
  assert.deepEqual([2_097_151, 2_097_152].map(classOf), ['large', 'xlarge'])
})

test('several layouts nest in the order they are written', () => {
  const dateMs = new Date(2026, 0, 31, 23, 59).getTime()
  const place = placed({ layout: ['by_date', 'by_dimensions', 'tree'], dateMs, width: 1920, height: 1080 })
  assert.equal(place, '/out/2026-01-31/1920x1080/trip/a.avif')
})

test('naming replaces the file name, and {ext} is the format that is written', () => {
  assert.equal(placed({ naming: '{basename}_test.py' }), '/out/trip/a_test.py')
  assert.equal(placed({ naming: '{basename}.{ext}', extension: 'png' }), '/out/trip/a.png')
})

test('a template is a folder, or the whole path where it names a file', () => {
  assert.equal(placed({ layout: ['by/{ext}'] }), '/out/by/avif/a.avif')
  assert.equal(placed({ layout: ['{ext}/{basename}.txt'] }), '/out/avif/a.txt')
  assert.equal(placed({ layout: ['v1.2/'] }), '/out/v1.2/a.avif')
})

test('an item that is no file is named by a slug of its id', () => {
  const place = outputPath({ root: '/out', id: 'sku-7_b', layout: ['tree'], names: {}, extension: 'json' })
  assert.deepEqual(place, { path: '/out/sku-7_b.json' })
  assert.deepEqual(outputPath({ root: '/out', id: 'sku_7', layout: ['tree'], names: {} }), { path: '/out/sku_7.txt' })
})

test('no data leads out of the output root', () => {
  assert.match(placed({ layout: ['{metadata.kind}'] }), /^\/out\/cat\/_~\w{8}\/_~\w{8}\/dog\/a\.avif$/)
  const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('..', '../../x', '/etc/passwd', 'a\0b', '.', ''))
  fc.assert(
    fc.property(hostile, hostile, fc.constantFrom('{v}', '{v}/{v}.txt', 'tree', 'flat'), (id, value, layout) => {
      const place = outputPath({ root: '/out', relativePath: value, id, layout: [layout], names: { v: value } })
      assert.ok('path' in place)
      const parts = path.relative('/out', place.path).split('/')
      for (const part of parts) {
        assert.ok(part !== '' && part !== '..' && Buffer.byteLength(part) <= 255 && !part.includes('\0'), place.path)
      }
    }),
  )
})
