import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { fakeContext } from '../../test/support/step-context.ts'
import type { JsonObject } from '../base/json.ts'
import { compileCondition } from '../pipeline/condition.ts'
import { compileTemplate } from '../pipeline/placeholders.ts'
import { defineStep } from '../steps/define.ts'
import { scopedCondition, scopedStep, scopedTemplate } from './scoped-step.ts'

const scope = { name: 'r', config: { size: 2 }, folder: '/r' }
const names: JsonObject = { config: { size: 1 }, result: 'outside', 'r/result': 'inside', n: 3 }

test('a template is filled with the names of its scope', () => {
  const template = scopedTemplate(compileTemplate('{result} {config.size} {n}'), scope)
  assert.equal(template.fill(names), 'inside 2 3')
})

test('a step runs with the names and the folder of its scope; one beside recipes does not see theirs', async () => {
  const step = defineStep({
    kind: 'look',
    options: z.any(),
    run: (_options, { names: { input: _, ...seen }, folder }) => ({ ...seen, folder }),
  })
  const context = fakeContext({ names, folder: '/f' })
  assert.deepEqual(await scopedStep(step, scope).run({}, context), { config: { size: 2 }, result: 'inside', n: 3, folder: '/r' })
  assert.deepEqual(await scopedStep(step, undefined).run({}, context), {
    config: { size: 1 },
    result: 'outside',
    n: 3,
    folder: '/f',
  })
})

const recipe = (text: string) => [{ condition: compileCondition(text), scope: undefined }]

test('a step of a recipe is passed over with its recipe, whose condition looks at the names outside', () => {
  const own = compileCondition('config.size == 2')
  const holds = (text: string) => scopedCondition({ recipes: recipe(text), own, scope, onlyDecides: false })?.holds(names)
  assert.deepEqual([holds('config.size == 1'), holds('config.size == 2')], [true, false])
})

test('a step that only decides decides nothing where its recipe is passed over', () => {
  const own = compileCondition('n > 100')
  const holds = (text: string) => scopedCondition({ recipes: recipe(text), own, scope, onlyDecides: true })?.holds(names)
  assert.deepEqual([holds('true'), holds('false')], [false, true])
})

test('without any condition there is none', () => {
  assert.equal(scopedCondition({ recipes: [], own: undefined, scope, onlyDecides: false }), undefined)
})
