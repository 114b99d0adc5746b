import assert from 'node:assert/strict'
import { test } from 'node:test'
import { facts, table } from './table.ts'

test('a table has a caption, heads of columns and of rows', () => {
  const { text } = table({ caption: 'Sums', columns: [{ name: 'what' }, { name: 'n', isNumber: true }], rows: [['<a>', '1']] })
  assert.match(text, /<caption>Sums<\/caption>.*<th scope="col">what<\/th><th scope="col" class="number">n<\/th>/)
  assert.match(text, /<th scope="row" class="text">&lt;a&gt;<\/th><td class="number">1<\/td>/)
})

test('a table without rows is nothing', () => {
  assert.equal(table({ caption: 'x', columns: [], rows: [] }).text, '')
})

test('what was not measured has no line', () => {
  assert.equal(
    facts([
      ['a', '1'],
      ['b', null],
    ]).text,
    '<dl class="facts"><dt>a</dt><dd>1</dd></dl>',
  )
})
