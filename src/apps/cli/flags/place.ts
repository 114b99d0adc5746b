/** Which batch a command is about. */
import type { Command } from 'commander'
import type { InspectedBatch, InspectionPlace } from '../../../inspect.ts'
import type { Face } from '../face.ts'

export interface PlaceFlags {
  readonly ledger?: string
  readonly json?: boolean
}

export const batchArgument = ['[BATCH]', 'a batch id or its first letters (default: the latest)'] as const

export function addPlaceFlags(command: Command): Command {
  return command.option('--ledger <FILE>', 'another ledger file').option('--json', 'print JSON')
}

export function placeOf(batch: string | undefined, { ledger }: PlaceFlags, { folder }: Face): InspectionPlace {
  return { folder, ledger, batch }
}

/** Opens the batch, hands it to `work`, closes it. */
export async function withBatch<Value>(place: InspectionPlace, work: (batch: InspectedBatch) => Promise<Value>): Promise<Value> {
  const { openInspection } = await import('../../../inspect.ts')
  const batch = await openInspection(place)
  try {
    return await work(batch)
  } finally {
    await batch.close()
  }
}
