/** Looks at a pipeline without running it: for `millrace validate` and for editors. */
import { resolve } from 'node:path'
import type { JsonObject } from '../base/json.ts'
import { planSteps } from '../engine/planned-step.ts'
import { checkBatchNames, checkNames } from '../pipeline/names.ts'
import { pipelineJsonSchema as jsonSchemaFor } from '../pipeline/pipeline-schema.ts'
import { loadKindsOf, partsWith } from './built-in.ts'
import { loadPipeline } from './load-pipeline.ts'
import { nameFacts } from './name-facts.ts'
import { openHooks } from './open-hooks.ts'
import { prepareAggregation } from './prepare-aggregation.ts'
import type { BatchRequest } from './request.ts'

export interface CheckedPipeline {
  readonly name: string
  readonly steps: readonly string[]
  readonly warnings: readonly string[]
  /** What does not count, and why that is no mistake. */
  readonly notes: readonly string[]
}

/** Throws UsageError, with the place in the file, for everything that can be wrong before there is an item. */
export async function checkPipeline(request: BatchRequest): Promise<CheckedPipeline> {
  const parts = partsWith(request.parts)
  const { pipeline, places, warnings, notes } = await loadPipeline(
    { ...request, folder: resolve(request.folder ?? '.') },
    loadKindsOf(parts),
    { needsInput: false },
  )
  const place = { folder: pipeline.folder, config: pipeline.config }
  const steps = await planSteps(pipeline.steps, parts.steps, place)
  const after = await planSteps(pipeline.after, parts.steps, place)
  await prepareAggregation(pipeline)
  await (await openHooks(pipeline.hooks, { folder: pipeline.folder, batchName: 'none' })).close()
  checkNames(pipeline, places, nameFacts({ steps, output: pipeline.output }))
  checkBatchNames(pipeline, places, nameFacts({ steps: after, output: pipeline.output }).literal)
  return { name: pipeline.name, steps: pipeline.steps.map(({ name }) => name), warnings, notes }
}

/** JSON Schema of a pipeline file. */
export function pipelineJsonSchema(): JsonObject {
  return jsonSchemaFor(loadKindsOf(partsWith()))
}
