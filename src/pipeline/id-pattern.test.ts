import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fitsPattern, isIdPattern, patternStart } from './id-pattern.ts'

test('a star stands for any characters, a question mark for one, anything else for itself', () => {
  const fits = ['chapter-*', 'ch?pter-1', '*', '*-1', 'chapter-1', 'c*r*1'].map((pattern) => fitsPattern('chapter-1', pattern))
  assert.deepEqual(fits, [true, true, true, true, true, true])
  const others = ['chapter', 'chapter-?1', '?', '', 'Chapter-1', 'c*r*2', 'chapter.1'].map((p) => fitsPattern('chapter-1', p))
  assert.deepEqual(
    others,
    others.map(() => false),
  )
  assert.ok(fitsPattern('part/one.txt', 'part*'))
})

test('a pattern fits what the regular expression of the same meaning fits', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 })
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 })
  fc.assert(
    fc.property(letters, patterns, (id, pattern) => {
      const model = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`)
      assert.equal(fitsPattern(id, pattern), model.test(id))
    }),
  )
})

test('a pattern made to be slow is not', () => {
  assert.equal(fitsPattern('a'.repeat(20_000), `${'a*'.repeat(200)}b`), false)
})

test('what every fitting id begins with is known from the pattern', () => {
  assert.deepEqual(['chapter-*', '*', 'a?b', 'plain'].map(patternStart), ['chapter-', '', 'a', 'plain'])
  assert.deepEqual(['a*', 'a?', 'a[b]'].map(isIdPattern), [true, true, false])
})
