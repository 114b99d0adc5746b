import assert from 'node:assert/strict'
import { test } from 'node:test'
import { didYouMean, meantOrKnown, suggest } from './suggest.ts'

test('the nearest name is meant, whatever its case, also with two neighbours swapped', () => {
  assert.equal(suggest('Wrokers', ['worker', 'workers', 'when']), 'workers')
  assert.equal(suggest('timeout', ['retry', 'output', 'name']), undefined)
})

test('nothing is said where no name is near', () => {
  assert.equal(didYouMean('nmae', ['name']), ' Did you mean "name"?')
  assert.equal(didYouMean('zebra', ['name']), '')
})

test('where no name is near, the known ones are listed, if there are any', () => {
  assert.equal(meantOrKnown('nmae', ['name', 'steps']), ' Did you mean "name"?')
  assert.equal(meantOrKnown('zebra', ['name', 'steps']), ' Known: name, steps.')
  assert.equal(meantOrKnown('zebra', []), '')
})
