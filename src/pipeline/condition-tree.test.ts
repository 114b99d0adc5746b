import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from '@marcbachmann/cel-js'
import { freeNames, loopDepth } from './condition-tree.ts'

test('names inside a loop are free unless the loop binds them', () => {
  assert.deepEqual(freeNames(parse('a.map(x, x + b) == [c] && {"k": d}.k == e[f]').ast), ['a', 'b', 'c', 'd', 'e', 'f'])
})

test('a bound value is read outside its binding', () => {
  assert.deepEqual(freeNames(parse('cel.bind(t, total + 1, t > limit)').ast), ['total', 'limit'])
})

test('loops inside each other add up, loops beside each other do not', () => {
  assert.equal(loopDepth(parse('a.exists(x, x > 1) && b.all(y, y > 1)').ast), 1)
  assert.equal(loopDepth(parse('a.exists(x, x.all(y, y > 1))').ast), 2)
  assert.equal(loopDepth(parse('a.map(x, x).map(y, y).size() > 1').ast), 2)
})
