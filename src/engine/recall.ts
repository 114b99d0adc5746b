import type { Ledger } from '../ledger/ledger.ts'
import type { FileStamp } from '../pipeline/item.ts'
import type { OpenSource } from '../sources/source.ts'

export interface Recall {
  readonly ledger: Ledger
  readonly batch: number
  readonly source: OpenSource
}

const rowsAtOnce = 5_000

/** A source that does not end is told what the batch has of it: its place in the source says nothing. */
export async function recall({ ledger, batch, source: { watching } }: Recall): Promise<void> {
  if (watching === undefined) return
  for (let after = 0; ; ) {
    const rows = await ledger.read({ get: 'taken', batch, after, limit: rowsAtOnce })
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.seq
    // Written by the ingest as JSON of a stamp.
    for (const { id, stamp } of rows) watching.remember({ id, ...(stamp && { stamp: JSON.parse(stamp) as FileStamp }) })
  }
}
