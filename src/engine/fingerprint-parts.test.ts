import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import type { Json, JsonObject } from '../base/json.ts'
import type { StepDefinition } from '../pipeline/definition.ts'
import type { StepPlan } from '../steps/step.ts'
import { fingerprintOf } from './fingerprint-parts.ts'
import { planSteps } from './planned-step.ts'
import type { Walk } from './walk.ts'

const retry = { attempts: 1, backoff: 'constant', delayMs: 0, maxDelayMs: 0, jitter: false } as const

interface Case {
  readonly options?: JsonObject
  readonly reads?: readonly string[]
  readonly plan?: Partial<StepPlan>
  readonly names?: Record<string, Json>
  readonly file?: string
  readonly output?: Json
  readonly hash?: string
}

async function print({ options = {}, reads = [], plan = {}, names = {}, file, output = 'o', hash = 'h' }: Case = {}) {
  const definition: StepDefinition = { name: 's', kind: 'k', options, output: 'r', retry, optional: false, reads }
  const complete: StepPlan = { effects: 'pure', isDurable: true, boundBy: 'io', version: '1', ...plan }
  const step = { kind: 'k', options: z.any(), plan: () => complete, run: () => null }
  const [planned] = await planSteps([definition], new Map([['k', step]]), { folder: '/', config: {} })
  assert.ok(planned?.work)
  // What a fingerprint looks at.
  const walk = { item: { id: 'a', data: {}, metadata: {} }, names, file } as unknown as Walk
  const hashed: string[] = []
  const setting = {
    output,
    folder: '/pipelines',
    fileHash: async (path: string) => {
      hashed.push(path)
      return hash
    },
  }
  const made = fingerprintOf(planned, planned.work, { walk, setting })
  return { isPromise: made instanceof Promise, fp: (await made).fp, hashed }
}

test('a value that the step names changes its fingerprint, one that it does not name leaves it', async () => {
  const options = { text: '{input.a}' }
  const one = await print({ options, names: { input: { a: 1, b: 1 } } })
  assert.equal((await print({ options, names: { input: { a: 1, b: 2 } } })).fp, one.fp)
  assert.notEqual((await print({ options, names: { input: { a: 2, b: 1 } } })).fp, one.fp)
})

test('a step that sees everything depends on everything but the batch and the try', async () => {
  const plan = { readsAll: true }
  const one = await print({ plan, names: { b: 1, batch_id: 'x', attempt: 1 } })
  assert.equal((await print({ plan, names: { b: 1, batch_id: 'y', attempt: 2 } })).fp, one.fp)
  assert.notEqual((await print({ plan, names: { b: 2, batch_id: 'x', attempt: 1 } })).fp, one.fp)
})

test('the place of the outputs matters only to a step that delivers', async () => {
  assert.equal((await print({ output: 'here' })).fp, (await print({ output: 'there' })).fp)
  const delivers = (output: Json) => print({ plan: { delivers: true }, output })
  assert.notEqual((await delivers('here')).fp, (await delivers('there')).fp)
})

test('the files that a step reads enter by their content, and only they are hashed', async () => {
  const plan = { readsFile: true }
  const one = await print({ plan, file: '/in/a', reads: ['/lut'] })
  assert.deepEqual(one.hashed, ['/in/a', '/lut'])
  assert.notEqual((await print({ plan, file: '/in/a', reads: ['/lut'], hash: 'other' })).fp, one.fp)
  assert.deepEqual((await print({ file: '/in/a' })).hashed, [])
})

test('nothing is waited for where no file has to be hashed', async () => {
  assert.equal((await print()).isPromise, false)
  assert.equal((await print({ reads: ['/lut'] })).isPromise, true)
})

test('a file to read may be named by a placeholder, and starts at the folder of the pipeline', async () => {
  const { hashed } = await print({ reads: ['{input.table}', 'lut.txt'], names: { input: { table: '/tables/a' } } })
  assert.deepEqual(hashed, ['/tables/a', '/pipelines/lut.txt'])
})
