import assert from 'node:assert/strict'
import { test } from 'node:test'
import { absolutePath, layoutWord, textsOf } from './definition-values.ts'

test('one text is a list of one', () => {
  assert.deepEqual([textsOf('a'), textsOf(['a', 'b']), textsOf(undefined)], [['a'], ['a', 'b'], []])
})

test('paths are absolute, standard output is no path', () => {
  assert.deepEqual([absolutePath('./a', '/w'), absolutePath('/a', '/w'), absolutePath('-', '/w')], ['/w/a', '/a', '-'])
})

test('layouts have short names', () => {
  assert.deepEqual(['none', 'date', 'by_size', 'x/{ext}'].map(layoutWord), ['tree', 'by_date', 'by_size', 'x/{ext}'])
})
