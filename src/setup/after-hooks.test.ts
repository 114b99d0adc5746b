import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallPrepared } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { afterHookKind } from '../steps/after-hook.ts'
import { afterHookKinds, withAfterHooks } from './after-hooks.ts'
import type { OpenHook } from './open-hooks.ts'

const asked: OpenHook = {
  name: 'hook h.ts',
  version: 'v',
  questions: new Set(['batch:item:after']),
  events: new Set(),
  reach: { kind: 'asked', ask: async (_event, text) => ({ answer: undefined, sent: JSON.parse(text) }) },
}

async function pipeline(folder: string) {
  const steps = [
    { name: 'one', tool: 'work', output: 'a' },
    { name: 'two', tool: 'work', output: 'b' },
  ]
  return (await smallPrepared(folder, { pipeline: smallPipeline({ steps }) })).pipeline
}

test('a hook about outputs is a last step that knows where the others put their values', async (t) => {
  const made = withAfterHooks(await pipeline(workspace(t).folder), { hooks: [asked, asked] })
  assert.deepEqual(
    made.steps.slice(2).map(({ name, kind, options }) => [name, kind, options]),
    [
      ['batch:item:after', afterHookKind, { hook: 'hook h.ts', results: ['b', 'a'] }],
      ['batch:item:after 2', afterHookKind, { hook: 'hook h.ts', results: ['result', 'b', 'a'] }],
    ],
  )
})

test('a stored pipeline has the step already, and without such a hook there is none', async (t) => {
  const plain = await pipeline(workspace(t).folder)
  const made = withAfterHooks(plain, { hooks: [asked] })
  assert.equal(withAfterHooks(made, { hooks: [asked] }), made)
  assert.equal(withAfterHooks(plain, { hooks: [{ ...asked, questions: new Set() }] }), plain)
})

test('the step is done by the hook of its name', async (t) => {
  const [, step] = [...afterHookKinds({ hooks: [asked] })][0] ?? []
  const plan = await step?.plan({ hook: 'hook h.ts', results: [] }, { folder: workspace(t).folder, config: {} })
  assert.equal(plan?.version, 'v')
})
