/** One shape for a result, whichever way it leaves: from the running batch, from the ledger later, and into documents. */
import type { Json, JsonObject } from '../base/json.ts'
import type { EndedRow } from '../ledger/rows.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'

/** One ended item as `BatchResult.outputs` has it. `value` is JSON text. */
export function batchOutput(row: EndedRow, value: string | undefined): BatchOutput {
  const files = row.files === undefined ? undefined : (JSON.parse(row.files) as Json) // the ledger keeps JSON text
  const metrics: JsonObject = {
    attempts: row.attempt,
    seconds: row.ms / 1000,
    input_bytes: row.sizeBytes,
    output_bytes: row.outputBytes,
    ...(files === undefined ? {} : { files }),
  }
  const error = row.state === 'failed' || row.state === 'review' ? [row.code, row.reason].filter(Boolean).join(': ') : undefined
  return {
    id: row.id,
    success: row.state === 'succeeded',
    state: row.state,
    ...(value === undefined ? {} : { result: JSON.parse(value) as Json }), // as above
    ...(error === undefined ? {} : { error }),
    metrics,
  }
}
