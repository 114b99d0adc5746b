import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeContext } from '../../test/support/step-context.ts'
import type { JsonObject } from '../base/json.ts'
import type { Answered } from '../events/hook-answer.ts'
import { type AfterHook, afterHookStep } from './after-hook.ts'

function stepWith(answer: (sent: JsonObject) => Partial<Answered>) {
  const asked: JsonObject[] = []
  const ask: AfterHook['ask'] = async (_event, text) => {
    const sent = JSON.parse(text)
    asked.push(structuredClone(sent))
    return { answer: undefined, sent, ...answer(sent) }
  }
  return { asked, step: afterHookStep([{ name: 'hook h.ts', version: 'v7', ask }]) }
}

const options = { hook: 'hook h.ts', results: ['second', 'first'] }
const context = fakeContext({ names: { batch_id: 'b1', first: 1, second: null } })

test('a hook is asked with the item and what its last step made of it', async () => {
  const { asked, step } = stepWith(() => ({}))
  assert.equal(await step.run(options, context), 1)
  assert.deepEqual(asked, [
    { batch_id: 'b1', item: { id: 'item-1', data: {}, metadata: {} }, output: { id: 'item-1', success: true, result: 1 } },
  ])
})

test('what the hook makes of the result is the result', async () => {
  const answered = stepWith(() => ({ answer: { data: { output: { result: 'other' } } } }))
  assert.equal(await answered.step.run(options, context), 'other')
  const changed = stepWith((sent) => ({ sent: { ...sent, output: { result: [1] } } }))
  assert.deepEqual(await changed.step.run(options, context), [1])
})

test('a hook may skip the item, with a reason', async () => {
  const { step } = stepWith(() => ({ answer: { action: 'skip', reason: 'too small' } }))
  await assert.rejects(async () => step.run(options, context), { name: 'SkipItem', message: 'too small' })
})

test("a result depends on the hook's code and on everything that it sees", async () => {
  const { step } = stepWith(() => ({}))
  const plan = await step.plan(options, { folder: '/', config: {} })
  assert.deepEqual([plan.version, plan.readsAll, plan.literal], ['v7', true, ['hook', 'results']])
})
