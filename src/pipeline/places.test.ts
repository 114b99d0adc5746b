import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placesBelow, placesWithoutText, SourceText, SpanPlaces } from './places.ts'

test('lines and columns count from 1, whatever ends a line', () => {
  const source = new SourceText('f', 'a\nbc\r\nd\re')
  assert.deepEqual(
    [0, 2, 3, 6, 8].map((offset) => [source.at(offset).line, source.at(offset).column]),
    [
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 1],
      [4, 1],
    ],
  )
})

test('a path that is not there has the place of its nearest ancestor', () => {
  const places = new SpanPlaces(new SourceText('f', 'a: {x} {x}'))
  places.add(['a'], { key: 0, start: 3, end: 10 })
  assert.equal(places.placeOf(['a', 'b', 2]).column, 4)
  assert.equal(places.placeOf(['a'], 'key').column, 1)
  assert.equal(places.placeOf(['z']).column, 1)
})

test('the nth occurrence of a piece is found inside the value', () => {
  const places = new SpanPlaces(new SourceText('f', 'a: {x} {x}'))
  places.add(['a'], { key: 0, start: 3, end: 10 })
  assert.deepEqual(
    [0, 1, 2].map((nth) => places.placeOfText(['a'], '{x}', nth).column),
    [4, 8, 4],
  )
  assert.equal(placesBelow(places, ['a']).placeOfText([], '{x}', 1).column, 8)
})

test('values from no file have the name of their origin', () => {
  assert.deepEqual(placesWithoutText('command line').placeOf(['a']), { file: 'command line' })
})
