import assert from 'node:assert/strict'
import { test } from 'node:test'
import { elementParts, elementsAt } from './elements.ts'

test('a list is found in JSON text and in a value', () => {
  assert.deepEqual(elementsAt('{"book":{"chapters":[1,2]}}', '$.book.chapters[*]'), [1, 2])
  assert.deepEqual(elementsAt([{ a: 1 }], '$'), [{ a: 1 }])
})

test('what is no list is refused with what stands there', () => {
  assert.throws(() => elementsAt('{"book":{"title":"x"}}', 'book'), {
    code: 'SPLIT_NOT_LIST',
    message: 'Expected a list at $.book, got an object with the keys title',
  })
  assert.throws(() => elementsAt({}, 'book.chapters'), { message: 'Expected a list at $.book.chapters, got nothing' })
  assert.throws(() => elementsAt('{"broken', '$'), { name: 'PermanentError', code: 'SPLIT_NOT_JSON' })
})

test('several elements together are a list, single ones are themselves', () => {
  assert.deepEqual(elementParts([1, 2, 3], { size: 2, overlap: 0 }), [[1, 2], [3]])
  assert.deepEqual(elementParts([1, [2]], { size: 1, overlap: 0 }), [1, [2]])
})
