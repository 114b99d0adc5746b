/** What is done when a batch has come to rest: who is told, what is swept, what is closed. */
import type { Clock } from '../base/clock.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { BatchRow } from '../ledger/rows.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { sweepTemporary } from '../system/delivery.ts'
import { isLiveElsewhere } from './live-temporary.ts'
import { notifyAll } from './notify.ts'
import type { Telling } from './open-telling.ts'

export interface EndCase {
  readonly prepared: Pick<PreparedBatch, 'pipeline'>
  readonly row: Pick<BatchRow, 'pipeline'>
  readonly telling: Pick<Telling, 'tell' | 'listeners'>
  readonly clock: Clock
}

/** Listeners get what they have not got yet, and who asked to be notified is. */
export async function tellEnd(end: Parameters<typeof notifyAll>[1], { prepared, row, telling, clock }: EndCase): Promise<void> {
  const told = { pipeline: row.pipeline, tell: telling.tell, clock, env: process.env }
  await Promise.all([telling.listeners.over(), notifyAll(prepared.pipeline.hooks.notify, end, told)])
}

/** Temporary files of this batch below the output, and of batches that nobody runs any more. */
export async function sweepBatch({ places }: Pick<PreparedBatch, 'places'>, batch: string): Promise<void> {
  await sweepTemporary(places.root, (key) => isLiveElsewhere(key, batch))
}

/** The ledger last: what the others still have to say is written to it. */
export async function closeBatch({ source, hooks }: Pick<PreparedBatch, 'source' | 'hooks'>, ledger: Ledger): Promise<void> {
  await source.close()
  await hooks.close()
  await ledger.close()
}
