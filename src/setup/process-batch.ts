import { startBatch } from '../batch.ts'
import type { JsonObject } from '../base/json.ts'
import type { BatchRequest, BatchResult } from './request.ts'

/**
 * Takes items given in code through a pipeline and resolves when the last has ended.
 * Failed items are in the result; rejects only when the batch could not start, or its ledger was lost.
 * @param pipeline a name, a path, a definition as an object, or YAML text
 * @param config `{config.…}` in the pipeline
 */
export async function processBatch(inputs: BatchRequest['inputs'] & {}, pipeline: string | JsonObject, config: JsonObject = {}): Promise<BatchResult> {
  const batch = await startBatch({ inputs, pipeline, config })
  return batch.done
}

