/** Rows of the ledger one after the other, read in pages: no list of all of them ever exists. */
import type { Ledger } from '../../ledger/ledger.ts'
import type { AttemptRecord, EndedRow, EventRow, ItemRow } from '../../ledger/rows.ts'
import type { ItemState } from '../../pipeline/outcome.ts'

export type Read = Ledger['read']

const pageSize = 1_000

export async function* attemptsOf(read: Read, batch: number): AsyncGenerator<AttemptRecord> {
  yield* paged(
    (after) => read({ get: 'attempts', batch, after, limit: pageSize }),
    (row) => row.rowid,
  )
}

/** In the order of ends. */
export async function* endedOf(read: Read, batch: number): AsyncGenerator<EndedRow> {
  yield* paged(
    (after) => read({ get: 'ended', batch, after, limit: pageSize }),
    (row) => row.ended,
  )
}

export async function* eventsOf(read: Read, batch: number): AsyncGenerator<EventRow> {
  yield* paged(
    (after) => read({ get: 'events', batch, after, limit: pageSize }),
    (row) => row.id,
  )
}

/** In the order of the source. */
export async function* itemsIn(read: Read, batch: number, states: readonly ItemState[]): AsyncGenerator<ItemRow> {
  yield* paged(
    (after) => read({ get: 'items', batch, states, after, limit: pageSize }),
    (row) => row.seq,
  )
}

async function* paged<Row>(
  page: (after: number) => Promise<readonly Row[]>,
  cursorOf: (row: Row) => number,
): AsyncGenerator<Row> {
  let after = 0
  for (;;) {
    const rows = await page(after)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = cursorOf(last)
  }
}
