import { isEnded } from '../pipeline/outcome.ts'
import { innerCodes, itemKey, keyRange, seqOf, state, stateName, unpackHash } from './codes.ts'
import type { LedgerQuery } from './queries.ts'
import type { OutputRow } from './rows.ts'
import type { Store } from './store.ts'

interface OutputColumns {
  readonly key: number
  readonly id: string
  readonly state: number
  readonly code: string | null
  readonly reason: string | null
  readonly value: string | null
  readonly blob: Uint8Array | null
  readonly files: string | null
  readonly attempt: number
  readonly bytes: number
  readonly out_bytes: number
  readonly us: number
  readonly last: number | null
  readonly family_index: number
  readonly has_parts: number
  readonly inner: number
}

/** What an item was taken apart into counts where no merge put it together again: only then are its parts outputs. */
const columns = `SELECT item.key, item.id, state, item.code, reason, value, blob, files, attempt, bytes, out_bytes, item.us, last,
  family_index, inner, EXISTS (
    SELECT 1 FROM item part WHERE part.parent = item.key AND part.inner <> ${innerCodes.part}
  ) AS has_parts
  FROM item LEFT JOIN result ON item_id = item.id AND result.step = result_step AND fp = result_fp`

const given = `${columns} WHERE item.key > ? AND item.key < ? AND parent IS NULL AND state >= ${state.firstEnd} ORDER BY item.key LIMIT ?`
const parts = `${columns} WHERE parent = ? AND family_index > ? AND inner <> ${innerCodes.part} AND state >= ${state.firstEnd} ORDER BY family_index LIMIT ?`

type OutputsQuery = Extract<LedgerQuery, { readonly get: 'outputs' }>

/** Items of the source in the order it gave them, or the parts of one of them in theirs: the same in every run. */
export function selectOutputs(store: Store, { batch, parent, after, limit }: OutputsQuery): readonly OutputRow[] {
  const rows =
    parent === undefined
      ? store.all<OutputColumns>(given, itemKey(batch, after), keyRange(batch)[1], limit)
      : store.all<OutputColumns>(parts, itemKey(batch, parent), after, limit)
  return rows.flatMap((row) => outputRow(row, parent === undefined))
}

function outputRow(row: OutputColumns, isGiven: boolean): OutputRow[] {
  const name = stateName(row.state)
  if (!isEnded(name)) return []
  const seq = seqOf(row.key)
  const end = {
    place: isGiven ? seq : row.family_index,
    hasParts: row.has_parts === 1,
    isReplaced: row.inner === innerCodes.replaced,
    ended: row.last ?? 0,
    seq,
    id: row.id,
    state: name,
    code: row.code ?? undefined,
    reason: row.reason ?? undefined,
    value: row.value ?? undefined,
    blob: row.blob === null ? undefined : unpackHash(row.blob),
    files: row.files ?? undefined,
    attempt: row.attempt,
    sizeBytes: row.bytes,
    outputBytes: row.out_bytes,
    ms: row.us / 1000,
  }
  return [end]
}
