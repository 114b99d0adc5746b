import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Top } from './top.ts'

test('only the highest scores stay, highest first', () => {
  const top = new Top<string>(3)
  for (const [score, name] of [
    [1, 'a'],
    [9, 'b'],
    [5, 'c'],
    [7, 'd'],
    [2, 'e'],
  ] as const)
    top.add(score, name)
  assert.deepEqual(top.entries, ['b', 'd', 'c'])
})

test('of equal scores the first one stays', () => {
  const top = new Top<string>(2)
  for (const name of ['a', 'b', 'c']) top.add(1, name)
  assert.deepEqual(top.entries, ['a', 'b'])
})
