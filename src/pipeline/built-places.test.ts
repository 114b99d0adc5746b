import assert from 'node:assert/strict'
import { test } from 'node:test'
import { builtPlaces, enclosing } from './built-places.ts'
import { parseText } from './parse-text.ts'

const own = parseText('name: p\nsteps:\n  - recipe: r\n    when: x\n  - tool: t\n', 'p.yaml').places
const recipe = parseText('steps:\n  - tool: a\n  - tool: b\n', 'r.yaml').places

const recipeStep = { places: own, path: ['steps', 0] }
const places = builtPlaces(own, {
  steps: [
    { places: recipe, path: ['steps', 0], recipeStep },
    { places: recipe, path: ['steps', 1], recipeStep },
    { places: own, path: ['steps', 1] },
  ],
})

test('a step of a recipe is found in the recipe’s file, one behind it where it was written', () => {
  assert.deepEqual(places.placeOf(['steps', 1, 'tool']), { file: 'r.yaml', line: 3, column: 11 })
  assert.deepEqual(places.placeOf(['steps', 2, 'tool']), { file: 'p.yaml', line: 5, column: 11 })
  assert.deepEqual(places.placeOfText(['steps', 0, 'tool'], 'a', 0), { file: 'r.yaml', line: 2, column: 11 })
})

test('the step that names the recipe is found from the steps of the recipe', () => {
  assert.deepEqual(places.placeOf(['steps', 1, enclosing, 'when']), { file: 'p.yaml', line: 4, column: 11 })
})

test('everything else stands where it stood', () => {
  assert.deepEqual(places.placeOf(['name']), own.placeOf(['name']))
})
