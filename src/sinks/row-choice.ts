/** Which rows a document gets, and what of them. */
import * as z from 'zod'
import type { Json, JsonObject } from '../base/json.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'

export const rowOptions = {
  rows: z
    .enum(['result', 'record'])
    .default('result')
    .describe('`result`: the results of the items that succeeded. `record`: id, state, result, error and metrics of all.'),
} as const

export type RowChoice = 'result' | 'record'

export function chosenRows(outputs: readonly BatchOutput[], choice: RowChoice): readonly Json[] {
  if (choice === 'record') return outputs.map(record)
  return outputs.filter(({ success }) => success).flatMap(({ result }) => (result === undefined ? [] : [result]))
}

function record({ id, success, state, result, error, metrics }: BatchOutput): JsonObject {
  return { id, success, state, ...(result === undefined ? {} : { result }), ...(error === undefined ? {} : { error }), metrics }
}
