/** Opens what follows the ledger: the document of results and the logs, each at the place it was committed to. */
import type { Clock } from '../base/clock.ts'
import type { JsonObject } from '../base/json.ts'
import { Projector } from '../engine/projector.ts'
import type { Tally } from '../engine/tally.ts'
import type { BatchCounts } from '../events/names.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { fromJson } from '../setup/stored-pipeline.ts'
import { BatchLogs } from './batch-logs.ts'
import type { OwnedBatch } from './own-batch.ts'

const mostBatches = 100

export interface OpenOutputs {
  readonly projector: Projector | undefined
  readonly logs: BatchLogs | undefined
}

export interface OutputsCase {
  readonly prepared: PreparedBatch
  readonly owned: OwnedBatch
  readonly tally: Tally
  readonly clock: Clock
}

export async function openOutputs(outputs: OutputsCase): Promise<OpenOutputs> {
  return { projector: await openProjector(outputs), logs: await openLogs(outputs) }
}

async function openProjector({ prepared, owned, tally, clock }: OutputsCase): Promise<Projector | undefined> {
  const { pipeline, sink, streams } = prepared
  const { ledger, row } = owned
  if (sink.form !== 'projection') return undefined
  const { type } = sink.sink
  const { batch, name } = row
  const at = (await ledger.read({ get: 'projection', batch, sink: type })) ?? { cursor: 0, offset: 0 }
  const projection = await sink.sink.open(sink.options, {
    path: pipeline.output.path,
    offset: at.offset,
    overwrite: pipeline.output.overwrite,
    isOwn: owned.session > 1 || (await wroteBefore(pipeline.output.path, type, owned)),
    standardOutput: streams.output,
    batch: numbersOf(name, pipeline.name, tally),
  })
  return new Projector({ ledger, batch, sink: type, projection, clock }, at.cursor)
}

/** An earlier batch of this ledger wrote the document: it may be replaced. */
async function wroteBefore(path: string, sink: string, { ledger, row }: OwnedBatch): Promise<boolean> {
  const earlier = await ledger.read({ get: 'batches', limit: mostBatches })
  for (const other of earlier) {
    if (other.batch === row.batch || fromJson(other.pipelineJson).output.path !== path) continue
    if ((await ledger.read({ get: 'projection', batch: other.batch, sink })) !== undefined) return true
  }
  return false
}

/** Read when the document is closed: the numbers are those of that moment. */
function numbersOf(batchId: string, pipeline: string, tally: Tally): JsonObject {
  const count = (state: keyof BatchCounts) => tally.counts(0)[state]
  return {
    batch_id: batchId,
    pipeline,
    get total() {
      return tally.total
    },
    get succeeded() {
      return count('succeeded')
    },
    get failed() {
      return count('failed')
    },
    get skipped() {
      return count('skipped')
    },
  }
}

async function openLogs({ prepared, owned, clock }: OutputsCase): Promise<BatchLogs | undefined> {
  const { places, pipeline, steps } = prepared
  const { ledger, row } = owned
  if (places.logs === undefined) return undefined
  const { logs, errorOutput } = pipeline.options
  const stepNames = steps.map(({ definition }) => definition.name)
  return BatchLogs.open({ ledger, batch: row.batch, folder: places.logs, stepNames, failures: logs.failures, errorOutput, clock })
}
