import { itemKey, keyRange, seqOf } from './codes.ts'
import type { LedgerQuery } from './queries.ts'
import type { TakenRow } from './rows.ts'
import type { Store } from './store.ts'

const taken = `SELECT key, id, stamp FROM item JOIN input USING (key)
  WHERE key > ? AND key < ? AND parent IS NULL ORDER BY key LIMIT ?`

export function selectTaken(
  store: Store,
  { batch, after, limit }: Extract<LedgerQuery, { readonly get: 'taken' }>,
): readonly TakenRow[] {
  const [, below] = keyRange(batch)
  const rows = store.all<{ key: number; id: string; stamp: string | null }>(taken, itemKey(batch, after), below, limit)
  return rows.map(({ key, id, stamp }) => ({ seq: seqOf(key), id, stamp: stamp ?? undefined }))
}
