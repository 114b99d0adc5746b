/** A pipeline of one step whose tool a test writes, over items given in code: the smallest batch that is whole. */
import * as z from 'zod'
import type { Json, JsonObject } from '../../src/base/json.ts'
import { prepareBatch } from '../../src/setup/prepare.ts'
import type { PreparedBatch } from '../../src/setup/prepared.ts'
import type { BatchInput, BatchRequest } from '../../src/setup/request.ts'
import { defineTool } from '../../src/steps/define.ts'
import type { StepContext } from '../../src/steps/step.ts'

export type Work = (context: StepContext) => Json | Promise<Json>

export function smallRequest(folder: string, work: Work, changes: Partial<BatchRequest> = {}): BatchRequest {
  const tool = defineTool({
    name: 'work',
    options: z.object({ text: z.string().optional() }),
    plan: { effects: 'pure', readsAll: true },
    run: (_options, context) => work(context),
  })
  return { pipeline: smallPipeline(), inputs: inputs('a', 'b', 'c'), folder, parts: { steps: [tool] }, ...changes }
}

export function smallPipeline(changes: JsonObject = {}): JsonObject {
  return { name: 'small', steps: [{ name: 'work', tool: 'work' }], output: { type: 'report' }, report: 'none', ...changes }
}

export function inputs(...ids: readonly string[]): readonly BatchInput[] {
  return ids.map((id, n) => ({ id, data: { n } }))
}

/** Ready to start; nothing runs. */
export function smallPrepared(folder: string, changes: Partial<BatchRequest> = {}): Promise<PreparedBatch> {
  return prepareBatch(smallRequest(folder, () => null, changes))
}
