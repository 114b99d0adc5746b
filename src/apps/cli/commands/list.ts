import type { Command } from 'commander'
import type { BatchSummary } from '../../../inspect.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, type PlaceFlags, placeOf } from '../flags/place.ts'
import { ResultStream } from '../result-stream.ts'
import { tableLines } from '../table.ts'

export function defineList(command: Command, face: Face): void {
  addPlaceFlags(command).action(async (flags: PlaceFlags) => {
    const { listBatches } = await import('../../../inspect.ts')
    const batches = await listBatches(placeOf(undefined, flags, face))
    const stream = new ResultStream(face.stdout)
    await (flags.json === true ? stream.json(batches) : stream.lines(batchLines(batches)))
  })
}

function batchLines(batches: readonly BatchSummary[]): readonly string[] {
  if (batches.length === 0) return ['no batch here yet: start one with `millrace run`']
  const rows = batches.map((batch) => [
    batch.batch_id,
    batch.pipeline,
    batch.state,
    batch.total,
    batch.succeeded,
    batch.failed,
    batch.started_at.slice(0, 19).replace('T', ' '),
  ])
  return tableLines({ head: ['batch', 'pipeline', 'state', 'items', 'ok', 'failed', 'started (UTC)'], rows })
}
