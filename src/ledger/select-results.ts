import { unpackHash } from './codes.ts'
import type { KeptResult, ResultRow } from './rows.ts'
import type { Store } from './store.ts'

interface ResultRecord {
  readonly step: string
  readonly fp: string | Uint8Array
  readonly batch: number
  readonly unknown: number
  readonly key: string | null
  readonly value: string | null
  readonly blob: Uint8Array | null
  readonly files: string | null
  readonly parts: string
}

/** All that is kept of an item, from any batch. */
export function selectResults(store: Store, itemId: string): readonly (KeptResult & Pick<ResultRow, 'parts'>)[] {
  const sql = 'SELECT step, fp, batch, unknown, key, value, blob, files, parts FROM result WHERE item_id = ?'
  return store.all<ResultRecord>(sql, itemId).map((row) => ({ ...keptResult(row), parts: row.parts }))
}

function keptResult(row: Omit<ResultRecord, 'parts'>): KeptResult {
  return {
    batch: row.batch,
    step: row.step,
    fp: unpackHash(row.fp),
    state: row.unknown === 1 ? 'unknown' : 'done',
    key: row.key ?? undefined,
    value: row.value ?? undefined,
    blob: row.blob === null ? undefined : unpackHash(row.blob),
    files: row.files ?? undefined,
  }
}
