/** Rows of the ledger in pages of 1,000: no list of all of them ever exists. */
import type { Ledger } from '../../ledger/ledger.ts'
import type { AttemptRecord, EndedRow, EventRow, ItemRow } from '../../ledger/rows.ts'
import type { ItemState } from '../../pipeline/outcome.ts'

export type Read = Ledger['read']

const pageSize = 1_000

export function attemptsOf(read: Read, batch: number): AsyncGenerator<readonly AttemptRecord[]> {
  return paged(
    (after) => read({ get: 'attempts', batch, after, limit: pageSize }),
    (row) => row.rowid,
  )
}

/** In the order of ends, parts of items and what they were split from included. */
export function endedOf(read: Read, batch: number): AsyncGenerator<readonly EndedRow[]> {
  return paged(
    (after) => read({ get: 'ended', batch, after, limit: pageSize, inner: true }),
    (row) => row.ended,
  )
}

export function eventsOf(read: Read, batch: number): AsyncGenerator<readonly EventRow[]> {
  return paged(
    (after) => read({ get: 'events', batch, after, limit: pageSize }),
    (row) => row.id,
  )
}

/** In the order of the source. */
export function itemsIn(read: Read, batch: number, states: readonly ItemState[]): AsyncGenerator<readonly ItemRow[]> {
  return paged(
    (after) => read({ get: 'items', batch, states, after, limit: pageSize }),
    (row) => row.seq,
  )
}

async function* paged<Row>(
  page: (after: number) => Promise<readonly Row[]>,
  cursorOf: (row: Row) => number,
): AsyncGenerator<readonly Row[]> {
  let after = 0
  for (;;) {
    const rows = await page(after)
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = cursorOf(last)
  }
}
