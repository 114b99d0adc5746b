import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mostLevels, readJson } from './json-text.ts'

const faultOf = (text: string) => {
  const reading = readJson(text)
  return 'fault' in reading ? `${reading.fault.message} @${reading.fault.offset}` : 'none'
}

test('what is broken is named with its place', () => {
  assert.equal(faultOf(''), 'expected a value, got the end @0')
  assert.equal(faultOf('{"a":1,}'), 'expected a name in quotes, got "}" @7')
  assert.equal(faultOf('{"a" 1}'), 'expected ":", got "1" @5')
  assert.equal(faultOf('[1 2]'), 'expected "," or "]", got "2" @3')
  assert.equal(faultOf('{"a":1'), 'expected "," or "}", got the end @6')
  assert.equal(faultOf('[undefined]'), 'expected a value or "]", got "undefined" @1')
  assert.equal(faultOf('"a\nb"'), 'expected a value, got a string that is not closed or holds a wrong character @0')
  assert.equal(faultOf('1 1'), 'expected nothing more, got "1" @2')
  assert.equal(faultOf("{'a':1}"), 'expected a name in quotes or "}", got "\'" @1')
})

test('every text that is no JSON has a fault inside it, every JSON has none', () => {
  const text = fc.oneof(fc.json(), fc.string({ unit: fc.constantFrom(...'{}[]",:\\ 01-.eEtrufalsn\n') }))
  fc.assert(
    fc.property(text, fc.nat({ max: 40 }), (given, at) => {
      const broken = given.slice(0, at) + given.slice(at + 1)
      const reading = readJson(broken)
      if ('fault' in reading) assert.ok(reading.fault.offset <= broken.length)
      else assert.deepEqual(reading.value, JSON.parse(broken))
    }),
    { numRuns: 1000 },
  )
})

test('nesting has a limit, brackets in strings do not count', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  assert.match(faultOf(nested(mostLevels + 1)), /^nested deeper than 100 levels/)
  assert.equal(faultOf(nested(mostLevels)), 'none')
  assert.equal(faultOf(JSON.stringify(`"${'['.repeat(500)}\\`)), 'none')
})
