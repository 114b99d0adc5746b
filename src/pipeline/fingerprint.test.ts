import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { changedParts, fingerprint, prepareFingerprint } from './fingerprint.ts'

test('the order of keys does not matter, every value does', () => {
  const { fp } = fingerprint({ item: 'a', options: { x: 1, y: 2 } })
  assert.equal(fingerprint({ options: { y: 2, x: 1 }, item: 'a' }).fp, fp)
  assert.notEqual(fingerprint({ item: 'a', options: { x: 1, y: 3 } }).fp, fp)
  assert.match(fp, /^[\w-]{43}$/)
})

test('a change is named by its piece, also where the piece is kept as a hash', () => {
  const long = 'x'.repeat(1_000)
  const before = fingerprint({ item: 'a', content: long, version: '1', gone: 1 })
  const after = fingerprint({ item: 'a', content: `${long}y`, version: '2', added: 1 })
  assert.deepEqual(changedParts(before.parts, after.parts), ['added', 'content', 'gone', 'version'])
  assert.deepEqual(changedParts(before.parts, before.parts), [])
})

test('the kept row stays small however large the pieces are', () => {
  const { parts } = fingerprint({ content: 'x'.repeat(1_000_000), input: { list: Array.from({ length: 1_000 }, () => 'y') } })
  assert.ok(parts.length < 80, parts)
})

test('pieces cannot flow into each other', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.dictionary(fc.string(), fc.string()), (left, right) => {
      const areEqual = changedParts(JSON.stringify(left), JSON.stringify(right)).length === 0
      assert.equal(fingerprint(left).fp === fingerprint(right).fp, areEqual)
    }),
    { numRuns: 200 },
  )
})

test('prepared pieces count like the others', () => {
  const step = prepareFingerprint({ options: { action: 'read' }, version: '1' })
  const changed = prepareFingerprint({ options: { action: 'copy' }, version: '1' })
  assert.equal(step({ item: 'a' }).fp, step({ item: 'a' }).fp)
  assert.notEqual(step({ item: 'a' }).fp, step({ item: 'b' }).fp)
  assert.notEqual(step({ item: 'a' }).fp, changed({ item: 'a' }).fp)
  assert.deepEqual(changedParts(step({ item: 'a' }).parts, changed({ item: 'a' }).parts), ['options'])
})

test('pieces that cannot be read count as changed', () => {
  assert.deepEqual(changedParts('', fingerprint({ item: 'a' }).parts), ['item'])
})
