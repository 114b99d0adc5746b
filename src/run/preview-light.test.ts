import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { smallPipeline, smallPrepared } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { openWalk } from '../setup/open-walk.ts'
import { readyItem } from '../setup/output-plan.ts'
import { defineTool } from '../steps/define.ts'
import type { StepContext } from '../steps/step.ts'
import { isLight, runLight } from './preview-light.ts'

const options = z.object({ text: z.string() })

async function light(folder: string, run: (text: string, context: StepContext) => Promise<string> | string) {
  const plan = { effects: 'pure', isDurable: false } as const
  const tool = defineTool({ name: 'light', options, plan, run: ({ text }, context) => run(text, context) })
  const pipeline = smallPipeline({ steps: [{ name: 'only', tool: 'light', text: '<{item.id}>' }] })
  const prepared = await smallPrepared(folder, { pipeline, parts: { steps: [tool] } })
  const [planned] = prepared.steps
  const entry = { kind: 'item', id: 'x', data: {}, metadata: {}, sizeBytes: 0, idIsHash: false, priority: 0 } as const
  const walk = openWalk(readyItem(entry), prepared, 'preview')
  assert.ok(planned?.work !== undefined)
  return { work: planned.work, light: { walk, prepared, planned } }
}

test('a light step gets its options filled in, and its value comes back', async (t) => {
  const { work, light: made } = await light(workspace(t).folder, (text) => text.toUpperCase())
  assert.equal(isLight(work), true)
  assert.equal(await runLight(work, made), '<X>')
})

test('a step that writes all the same is refused before anything is there', async (t) => {
  const room = workspace(t)
  const { work, light: made } = await light(room.folder, async (_text, { output }) => {
    await output.deliver({ path: 'a.txt', write: async () => undefined })
    return 'written'
  })
  await assert.rejects(runLight(work, made), { code: 'DRY_RUN', message: 'Step "only" writes in a dry run' })
  const written = room.list().filter((path) => !path.startsWith('.millrace/'))
  assert.deepEqual(written, [])
})
