import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemOf, type Scope, type Use } from './name-problems.ts'
import { placesWithoutText } from './places.ts'

const recipe = { name: 'r', config: { size: 1 }, folder: '/r' }

function problem(text: string, changes: Partial<Scope> = {}) {
  const use: Use = { path: text.slice(1, -1).split('.'), text, at: [], nth: 0, mayMiss: false }
  // Only the config of the pipeline is looked at here.
  const pipeline = { config: { level: 1 } } as unknown as Scope['pipeline']
  const facts = { literal: () => [], outputPathKnown: true }
  const scope = { pipeline, facts, places: placesWithoutText('p'), known: new Set(['config', 'total']), hasItem: true }
  return problemOf(use, { ...scope, ...changes })
}

test('a name that is known has no problem', () => {
  assert.deepEqual([problem('{total}'), problem('{config.level}')], [undefined, undefined])
})

test('config that is missing in a recipe is given by the step that names it', () => {
  assert.match(problem('{config.lvel}')?.fix ?? '', /--set lvel=…/)
  const inside = problem('{config.sze}', { recipe })
  assert.match(inside?.message ?? '', /Did you mean "size"\?/)
  assert.match(inside?.fix ?? '', /under `config` of the step that names the recipe/)
})

test('behind the items nobody is told to read a file', () => {
  assert.match(problem('{content}')?.fix ?? '', /^Read the file first/)
  assert.match(problem('{content}', { hasItem: false })?.fix ?? '', /^Here the names are config, total\./)
})
