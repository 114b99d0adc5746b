/** An item and the parts it was split into. */
import { itemKey, stateName, unpackHash } from './codes.ts'
import type { ChildRow } from './family-rows.ts'
import type { LedgerQuery, ReplyOf } from './queries.ts'
import type { Reading } from './select-items.ts'
import type { Store } from './store.ts'

type Query<Get extends LedgerQuery['get']> = Extract<LedgerQuery, { readonly get: Get }>

export function selectFamily(store: Store, { batch, seq, born }: Query<'family'>): ReplyOf<Query<'family'>> {
  const row = store.get<{ count: number | null; open: number }>(
    'SELECT count, open_children AS open FROM family JOIN item ON item.key = family.parent WHERE family.parent = ? AND family.born = ?',
    itemKey(batch, seq),
    born,
  )
  return row && { isComplete: row.count !== null, open: row.open }
}

export function selectFamilyNames({ store, blobs }: Reading, { batch, seq, born }: Query<'family-names'>): string | undefined {
  const row = store.get<{ names: string | null; blob: Uint8Array | null }>(
    'SELECT names, blob FROM family WHERE parent = ? AND born = ?',
    itemKey(batch, seq),
    born,
  )
  return row?.names ?? (row?.blob == null ? undefined : blobs.get(unpackHash(row.blob)))
}

interface ChildRecord {
  readonly family_index: number
  readonly id: string
  readonly state: number
  readonly code: string | null
  readonly reason: string | null
  readonly value: string | null
  readonly blob: Uint8Array | null
}

/** Along the index of families. */
const childRows = `SELECT family_index, item.id, state, item.code, reason, value, blob FROM item
  LEFT JOIN result ON item_id = item.id AND result.step = result_step AND fp = result_fp
  WHERE parent = ? AND family_index > ? AND born = ? ORDER BY family_index LIMIT ?`

export function selectChildren(store: Store, { batch, seq, born, after, limit }: Query<'children'>): readonly ChildRow[] {
  return store.all<ChildRecord>(childRows, itemKey(batch, seq), after, born, limit).map((row) => ({
    index: row.family_index,
    id: row.id,
    state: stateName(row.state),
    code: row.code ?? undefined,
    reason: row.reason ?? undefined,
    value: row.value ?? undefined,
    blob: row.blob === null ? undefined : unpackHash(row.blob),
  }))
}
