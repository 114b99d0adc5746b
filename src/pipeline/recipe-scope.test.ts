import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesIn, scopedKey, visibleName } from './recipe-scope.ts'

const outer = { name: 'publish', config: { size: 1 }, folder: '/publish' }
const inner = { name: 'publish.resize', config: { size: 2 }, folder: '/resize', outer }

test('a name of a scope has a key that no placeholder can spell', () => {
  assert.deepEqual([scopedKey('result', undefined), scopedKey('result', inner)], ['result', 'publish/resize/result'])
})

test('a step sees the names of its own scope and of those around it, and of no other', () => {
  const keys = ['content', 'publish/a', 'publish/resize/b', 'other/c']
  assert.deepEqual(
    keys.map((key) => visibleName(key, inner)),
    ['content', 'a', 'b', undefined],
  )
  assert.deepEqual(
    keys.map((key) => visibleName(key, undefined)),
    ['content', undefined, undefined, undefined],
  )
})

test('what a scope has set lies over the same name outside, and its config is its own', () => {
  const names = { 'publish/resize/result': 3, 'publish/result': 2, result: 1, config: { size: 0 }, content: 'c' }
  assert.deepEqual(namesIn(inner, names), { result: 3, config: { size: 2 }, content: 'c' })
  assert.deepEqual(namesIn(outer, names), { result: 2, config: { size: 1 }, content: 'c' })
})

test('the output path is still worked out only when it is asked for', () => {
  const names = Object.defineProperty({}, 'output_path', { get: () => '/out/a', enumerable: false, configurable: true })
  const seen = namesIn(outer, names)
  assert.equal(seen['output_path'], '/out/a')
  assert.deepEqual(Object.keys(seen), ['config'])
})
