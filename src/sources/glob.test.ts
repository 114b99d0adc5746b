import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { expandBraces, isGlob, nameMatcher, segmentsOf } from './glob.ts'

const seen = { hidden: false }
const matches = (glob: string, name: string, rules = seen) => nameMatcher(glob, rules)(name)

test('braces with a comma are alternatives, also over folders and inside each other', () => {
  assert.deepEqual(expandBraces('a/{b,c/{d,e}}/*'), ['a/b/*', 'a/c/d/*', 'a/c/e/*'])
  assert.deepEqual(expandBraces('{x}{1..3}\\{a,b\\}'), ['{x}{1..3}\\{a,b\\}'])
  assert.deepEqual(expandBraces('{a,b'), ['{a,b'])
})

test('braces that stand for thousands of patterns are refused', () => {
  assert.throws(() => expandBraces('{a,b}'.repeat(12)), { code: 'GLOB_TOO_MANY' })
})

test('extensions match in any case, names do not', () => {
  assert.ok(matches('*.JPG', 'a.jpg') && matches('*.jpg', 'a.JPG') && matches('[!b]*.j?g', 'a.JPG'))
  assert.ok(!matches('A.jpg', 'a.jpg') && !matches('[!b]*', 'bx'))
})

test('wildcards leave out hidden names unless told otherwise', () => {
  assert.ok(!matches('*', '.a') && matches('.*', '.a') && matches('*', '.a', { hidden: true }))
})

test('brackets, bars and newlines in names are ordinary characters', () => {
  assert.ok(matches('a(1)|b*', 'a(1)|bc') && matches('*', 'x\ny') && matches('"*"', '"x"'))
})

test('a pattern that would take long to match is refused, one at the limit is quick', () => {
  assert.throws(() => nameMatcher('*a*a*a*b', seen), {
    name: 'UsageError',
    message: 'Expected at most 3 `*` between two slashes, got 4 in "*a*a*a*b".',
  })
  assert.equal(matches('*a*a*b', 'a'.repeat(255)), false)
})

test('extended globs are refused with the way around', () => {
  assert.throws(() => nameMatcher('!(a).py', seen), { code: 'GLOB_UNSUPPORTED' })
})

test('a pattern is cut into names, wildcards and `**`', () => {
  assert.deepEqual(
    segmentsOf('a\\*/**/b*/x.py', seen).map((segment) => (segment.kind === 'name' ? segment.name : segment.kind)),
    ['a*', 'deep', 'glob', 'glob'],
  )
  assert.ok(isGlob('a?') && !isGlob('a(b).py'))
})

test('a name without special characters matches itself', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w ()|+^$@#~'",.-]{1,12}$/), (name) => {
      fc.pre(!/[@+]\(|^\.{1,2}$/.test(name))
      assert.ok(matches(name, name), name)
      assert.ok(matches(`${name}*`, name), name)
    }),
  )
})
