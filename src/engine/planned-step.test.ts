import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import type { JsonObject } from '../base/json.ts'
import type { StepDefinition } from '../pipeline/definition.ts'
import type { Step, StepPlan } from '../steps/step.ts'
import { type PlannedWork, planSteps } from './planned-step.ts'

const setting = { folder: '/', config: {} }
const retry = { attempts: 1, backoff: 'constant', delayMs: 0, maxDelayMs: 0, jitter: false } as const

function definition(changes: Partial<StepDefinition> = {}): StepDefinition {
  return { name: 's', kind: 'k', options: {}, output: 'result', retry, optional: false, reads: [], ...changes }
}

function kinds(plan: Partial<StepPlan> = {}, options: z.ZodType = z.any()): ReadonlyMap<string, Step> {
  const complete: StepPlan = { effects: 'pure', isDurable: true, boundBy: 'io', version: '1', ...plan }
  return new Map([['k', { kind: 'k', options, plan: () => complete, run: () => null }]])
}

async function work(changes: Partial<StepDefinition>, parts = kinds()): Promise<PlannedWork> {
  const [planned] = await planSteps([definition(changes)], parts, setting)
  assert.ok(planned?.work)
  return planned.work
}

test('a step reads what its options and its condition name, except the number of the try', async () => {
  const { reads } = await work({ options: { text: '{input.a}', note: '{attempt}' }, when: 'metadata.b == 1' })
  assert.deepEqual([...reads].sort(), ['input.a', 'metadata'])
})

test('options that the step takes as written keep their braces', async () => {
  const { optionsFor } = await work({ options: { script: '{a}', text: '{input.b}' } }, kinds({ literal: ['script'] }))
  assert.deepEqual(optionsFor({ a: 1, input: { b: 'filled' } }), { script: '{a}', text: 'filled' })
})

test('the definition decides about effects before the step does', async () => {
  assert.equal((await work({})).effects, 'pure')
  assert.equal((await work({ effects: 'once' })).effects, 'once')
})

test('options without placeholders are checked once, others for every item', async () => {
  const checked: JsonObject[] = []
  const options = z.custom<JsonObject>((value) => checked.push(value as JsonObject) > 0) // whatever came is kept
  const fixed = await work({ options: { a: 1 } }, kinds({}, options))
  const changing = await work({ options: { a: '{input.a}' } }, kinds({}, options))
  for (const step of [fixed, fixed, changing, changing]) step.optionsFor({ input: { a: 1 } })
  assert.equal(checked.length, 3)
})

test('another version of the tool, other options and another condition give another fingerprint', async () => {
  const print = async (changes: Partial<StepDefinition>, plan: Partial<StepPlan> = {}) =>
    (await work(changes, kinds(plan))).print({}).fp
  const prints = [
    await print({}),
    await print({}, { version: '2' }),
    await print({ options: { a: 1 } }),
    await print({ when: 'true' }),
  ]
  assert.equal(new Set(prints).size, 4)
  assert.equal(await print({ name: 'renamed' }), prints[0])
})

test('a keep step only decides', async () => {
  const [planned] = await planSteps([definition({ kind: 'keep', when: 'input.n > 1' })], kinds(), setting)
  assert.equal(planned?.work, undefined)
  assert.equal(planned?.condition?.holds({ input: { n: 2 } }), true)
})

test('a step that cannot run here, or that nobody provides, is refused by its name', async () => {
  await assert.rejects(work({ name: 'thumb' }, kinds({ missing: ['no ffmpeg'] })), {
    code: 'STEP_CANNOT_RUN',
    message: 'Step "thumb" cannot run here: no ffmpeg',
  })
  await assert.rejects(work({ kind: 'other' }), { code: 'UNKNOWN_STEP' })
})
