import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKinds } from '../../test/support/load-kinds.ts'
import type { JsonObject } from '../base/json.ts'
import { type BuiltPipeline, buildPipeline } from './build-pipeline.ts'
import { parseText } from './parse-text.ts'
import type { RecipeDocument } from './recipe-document.ts'

function recipe(yaml: string, changes: Partial<RecipeDocument> = {}): RecipeDocument {
  const { value, places } = parseText(yaml, 'r.yaml')
  // The tests write objects.
  return { value: value as JsonObject, places, config: { size: 1 }, folder: '/r', recipes: new Map(), ...changes }
}

/** @param recipes by the index of the step that names them */
function build(yaml: string, recipes: Readonly<Record<number, RecipeDocument>>): BuiltPipeline {
  const { value, places } = parseText(yaml, 'p.yaml')
  const steps = new Map(Object.entries(recipes).map(([index, document]) => [Number(index), document]))
  const document = { value: value as JsonObject, places, config: {}, folder: '/f', workingFolder: '/w', fallbackName: 'p' } // as above
  return buildPipeline({ ...document, recipes: { steps, after: new Map() } }, testKinds)
}

const convert = '{ tool: image, action: convert }'

test('the steps of a recipe stand in its place, under its name, with their own config and folder', () => {
  const { pipeline } = build(`steps: [${convert}, { recipe: r, name: small }, ${convert}]`, {
    1: recipe(`steps: [${convert}, { name: check, when: config.size > 0 }]`),
  })
  assert.deepEqual(
    pipeline.steps.map(({ name, output, scope }) => [name, output, scope?.folder]),
    [
      ['image', 'result', undefined],
      ['small.image', 'small/result', '/r'],
      ['small.check', 'small/result', '/r'],
      ['image-2', 'result', undefined],
    ],
  )
  assert.deepEqual(pipeline.steps[1]?.scope, { name: 'small', config: { size: 1 }, folder: '/r' })
})

test('only a recipe step with an `output` sets a name outside: to the value of its last step that has one', () => {
  const document = recipe(`steps: [${convert}, ${convert}, { when: "true" }]`)
  const { pipeline } = build('steps: [{ recipe: r, output: thumb, when: input.a == 1 }]', { 0: document })
  assert.deepEqual(
    pipeline.steps.map(({ output }) => output),
    ['r/result', 'thumb', 'r/result'],
  )
  assert.equal(pipeline.steps[0]?.scope?.when, 'input.a == 1')
})

test('a recipe in a recipe has both names, and the scope around it', () => {
  const inner = recipe(`steps: [${convert}]`, { folder: '/inner' })
  const { pipeline } = build('steps: [{ recipe: a }]', {
    0: recipe('steps: [{ recipe: b }]', { recipes: new Map([[0, inner]]) }),
  })
  const [step] = pipeline.steps
  assert.deepEqual([step?.name, step?.output, step?.scope?.outer?.name], ['a.b.image', 'a/b/result', 'a'])
})

test('what the recipe step says of tries, time and failure holds for its steps that do not say otherwise', () => {
  const { pipeline } = build('steps: [{ recipe: r, retry: { attempts: 5 }, timeout: 3s, optional: true }]', {
    0: recipe(
      `max_retries: 1\nretry: { delay: 7s }\nsteps: [${convert}, { tool: image, action: convert, retry: { attempts: 2 }, timeout: 1s, optional: false }]`,
    ),
  })
  assert.deepEqual(
    pipeline.steps.map(({ retry, timeoutMs, optional }) => [retry.attempts, retry.delayMs, timeoutMs, optional]),
    [
      [5, 7_000, 3_000, true],
      [2, 7_000, 1_000, false],
    ],
  )
})

test('the secrets of a recipe are redacted too', () => {
  const { pipeline } = build('secrets: [A]\nsteps: [{ recipe: r }]', { 0: recipe(`secrets: [B, A]\nsteps: [${convert}]`) })
  assert.deepEqual(pipeline.options.secrets, ['A', 'B'])
})

test('a mistake in a recipe is told at its place in the recipe’s own file', () => {
  assert.throws(() => build('steps: [{ recipe: r }]', { 0: recipe('steps:\n  - { tool: image, action: convrt }') }), {
    place: { file: 'r.yaml', line: 2, column: 28 },
  })
  assert.throws(() => build('steps: [{ recipe: r }]', { 0: recipe('steps: []\nworker: 3') }), {
    message: /Unknown key "worker"/,
    place: { file: 'r.yaml', line: 2, column: 1 },
  })
})

test('a key that a recipe step cannot have is refused where it stands', () => {
  assert.throws(() => build('steps:\n  - { recipe: r, effects: once }', { 0: recipe(`steps: [${convert}]`) }), {
    message: /Unknown key "effects"/,
    place: { file: 'p.yaml', line: 2, column: 18 },
  })
})

test('an aggregate at the end of a recipe is none of its steps', () => {
  const { pipeline } = build('steps: [{ recipe: r }]', { 0: recipe(`steps: [${convert}, { aggregate: summary }]`) })
  assert.equal(pipeline.steps.length, 1)
  assert.equal(pipeline.aggregation, undefined)
})

test('places lead into the recipe’s file', () => {
  const { places } = build('steps:\n  - { recipe: r }', { 0: recipe(`steps:\n  - ${convert}\n`) })
  assert.deepEqual(places.placeOf(['steps', 0]), { file: 'r.yaml', line: 2, column: 5 })
})
