/** The batch that a watch goes on with: there is one per pipeline and input, however often the watch is ended and begun. */
import { resolve } from 'node:path'
import { LedgerError } from '../base/errors.ts'
import type { BatchRow } from '../ledger/rows.ts'
import { codeVersions } from './code-versions.ts'
import { type FoundBatch, listBatches } from './find-batch.ts'
import type { PreparedBatch } from './prepared.ts'
import type { BatchRequest, ContinueRequest } from './request.ts'
import { fromJson, toJson } from './stored-pipeline.ts'

export interface WatchedBefore {
  /** Goes on, where there is one. */
  readonly same?: FoundBatch
  /** The newest watch of a pipeline of this name that is another one by now. */
  readonly other?: FoundBatch
}

export function watchedBefore(prepared: PreparedBatch, { folder, ledger }: BatchRequest): WatchedBefore {
  const place = { folder: resolve(folder ?? process.cwd()), ledger }
  const name = prepared.pipeline.name
  const own = batchesAt(place).filter(({ row }) => row.pipeline === name && watches(row) && row.state !== 'cancelled')
  const wanted = comparable(toJson(prepared.pipeline))
  const code = JSON.stringify(codeVersions(prepared))
  const same = own.find(
    ({ row }) => row.codeJson === code && comparable(row.pipelineJson) === wanted && row.state !== 'completed',
  )
  const [other] = own
  return same === undefined ? { ...(other && { other }) } : { same }
}

/** How the batch is continued, in the words of the request for it. */
export function continuing({ row }: FoundBatch, request: BatchRequest): ContinueRequest {
  const { folder, ledger, wait, parts, streams, listen, collectOutputs, options } = request
  const workers = options?.['workers']
  return {
    batch: row.name,
    ...(folder !== undefined && { folder }),
    ...(ledger !== undefined && { ledger }),
    ...(wait !== undefined && { wait }),
    ...(parts !== undefined && { parts }),
    ...(streams !== undefined && { streams }),
    ...(listen !== undefined && { listen }),
    ...(collectOutputs !== undefined && { collectOutputs }),
    ...(workers !== undefined && { options: { workers } }),
  }
}

export function newWatch({ row }: FoundBatch): string {
  return `the pipeline is not what it was when ${row.name} watched: this is a new batch, and what has not changed is reused`
}

function watches({ pipelineJson }: BatchRow): boolean {
  try {
    return fromJson(pipelineJson).options.watch !== undefined
  } catch (thrown) {
    if (thrown instanceof LedgerError) return false // Of another version of Millrace: not one that goes on.
    throw thrown
  }
}

/** How many items at once makes no other pipeline of it. */
function comparable(pipelineJson: string): string {
  const pipeline = fromJson(pipelineJson)
  return toJson({ ...pipeline, options: { ...pipeline.options, workers: 'auto' } })
}

/** Before the first watch there is no ledger. */
function batchesAt(place: Parameters<typeof listBatches>[0]): readonly FoundBatch[] {
  try {
    return listBatches(place)
  } catch (thrown) {
    if (thrown instanceof LedgerError && thrown.code === 'NO_LEDGER') return []
    throw thrown
  }
}
