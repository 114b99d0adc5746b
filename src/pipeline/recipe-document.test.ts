import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesRecipe } from './recipe-document.ts'

test('a step with `recipe` stands for one, unless that is a key of a tool or a kind of the caller’s own', () => {
  assert.equal(namesRecipe({ recipe: 'x' }, new Set(['transform'])), true)
  assert.equal(namesRecipe({ recipe: 'x', tool: 'cook' }, new Set(['tool:cook'])), false)
  assert.equal(namesRecipe({ recipe: 'x' }, new Set(['recipe'])), false)
  assert.equal(namesRecipe({ transform: 'x' }, new Set()), false)
})
