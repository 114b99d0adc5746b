import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { fakeContext } from '../../test/support/step-context.ts'
import { PermanentError } from '../base/errors.ts'
import { defaultPlan, defineStep, defineTool } from './define.ts'

const setting = { folder: '/', config: {} }
const options = z.strictObject({ times: z.number().default(2), text: z.string() })

test('a step keeps its kind, parses its options and runs with their types', async () => {
  const step = defineStep({ kind: 'repeat', options, run: ({ times, text }) => text.repeat(times) })
  assert.equal(step.kind, 'repeat')
  assert.equal(await step.run(step.options.parse({ text: 'ab' }), fakeContext()), 'abab')
})

test('a tool is selected by its name, and `execute` is `run`', async () => {
  const tool = defineTool({ name: 'shout', options, execute: ({ text }) => text.toUpperCase() })
  assert.equal(tool.kind, 'tool:shout')
  assert.equal(await tool.run({ times: 1, text: 'a' }, fakeContext()), 'A')
})

test('a plan says what differs from the default, as a value or as a function of the options', async () => {
  const fixed = defineTool({ name: 'a', options, plan: { effects: 'pure' }, run: () => null })
  assert.deepEqual(await fixed.plan({}, setting), { ...defaultPlan, effects: 'pure' })
  const asked = defineTool({ name: 'a', options, plan: ({ text }) => ({ version: String(text) }), run: () => null })
  assert.equal((await asked.plan({ text: 'x' }, setting)).version, 'x')
})

test('what is wrong with a definition is said all at once', () => {
  // What a caller without types can pass.
  const wrong = { name: 'No Name', options: {}, plan: 1, run: 'x' } as never
  assert.throws(
    () => defineTool(wrong),
    (error: unknown) => {
      assert.ok(error instanceof Error)
      for (const part of ['`name`', '`options`', '`plan`', '`run`']) assert.ok(error.message.includes(part), part)
      return true
    },
  )
})

test('an error that a step throws is passed on as it is', async () => {
  const step = defineStep({
    kind: 'fail',
    options: z.strictObject({}),
    run: () => {
      throw new PermanentError('NO', 'no')
    },
  })
  assert.throws(() => step.run({}, fakeContext()), { code: 'NO' })
})
