/** Opens what follows the ledger: the document of results and the logs, each at the place it was committed to. */
import type { Clock } from '../base/clock.ts'
import { Projector } from '../engine/projector.ts'
import { BatchLogs } from './batch-logs.ts'
import type { OwnedBatch } from './own-batch.ts'
import type { PreparedBatch } from '../setup/prepared.ts'

export interface OpenOutputs {
  readonly projector: Projector | undefined
  readonly logs: BatchLogs | undefined
}

export async function openOutputs(prepared: PreparedBatch, owned: OwnedBatch, clock: Clock): Promise<OpenOutputs> {
  return { projector: await openProjector(prepared, owned, clock), logs: await openLogs(prepared, owned, clock) }
}

async function openProjector({ pipeline, sink, streams }: PreparedBatch, { ledger, row }: OwnedBatch, clock: Clock): Promise<Projector | undefined> {
  if (sink.form !== 'projection') return undefined
  const { type } = sink.sink
  const { batch, name } = row
  const at = (await ledger.read({ get: 'projection', batch, sink: type })) ?? { cursor: 0, offset: 0 }
  const projection = await sink.sink.open(sink.options, {
    path: pipeline.output.path,
    offset: at.offset,
    overwrite: pipeline.output.overwrite,
    standardOutput: streams.output,
    batch: { batch_id: name, pipeline: pipeline.name },
  })
  return new Projector({ ledger, batch, sink: type, projection, clock }, at.cursor)
}

async function openLogs({ places, pipeline, steps }: PreparedBatch, { ledger, row }: OwnedBatch, clock: Clock): Promise<BatchLogs | undefined> {
  if (places.logs === undefined) return undefined
  const { logs, errorOutput } = pipeline.options
  const stepNames = steps.map(({ definition }) => definition.name)
  return BatchLogs.open({ ledger, batch: row.batch, folder: places.logs, stepNames, failures: logs.failures, errorOutput, clock })
}
