import { LedgerError } from '../base/errors.ts'
import type { ItemState } from '../pipeline/outcome.ts'
import type { Blobs } from './blobs.ts'
import { itemKey, keyRange, seqOf, state, stateCode, stateName, unpackHash } from './codes.ts'
import type { LedgerQuery } from './queries.ts'
import type { ItemRow } from './rows.ts'
import type { Store } from './store.ts'

/** Where queries read: the file, and the blobs beside it. */
export interface Reading {
  readonly store: Store
  readonly blobs: Blobs
}

interface InputRecord {
  readonly key: number
  readonly data: string | null
  readonly blob: string | Uint8Array | null
}

interface ItemRecord extends InputRecord {
  readonly id: string
  readonly version: number
  readonly bytes: number
  readonly step: number
  readonly tries: number
  readonly attempt: number
  readonly state: number
  readonly losses: number
  readonly due: number | null
  readonly parent: string | null
  readonly metadata: string
  readonly code: string | null
  readonly reason: string | null
  readonly out_bytes: number
}

const itemColumns = `SELECT item.key, id, version, state, step, attempt, tries, losses, due, code, reason, bytes, out_bytes, data, metadata, blob,
  (SELECT above.id FROM item AS above WHERE above.key = item.parent) AS parent FROM item CROSS JOIN input USING (key)`

type ItemsQuery = Extract<LedgerQuery, { readonly get: 'items' }>

/** In the order of seq. */
export function selectItems(reading: Reading, query: ItemsQuery): readonly ItemRow[] {
  const records = query.ids ? itemsById(reading, query, query.ids) : itemsByState(reading, query, query.states)
  return records
    .sort((a, b) => a.key - b.key)
    .slice(0, query.limit)
    .map((record) => itemRow(reading, record))
}

function itemsById({ store }: Reading, { batch, after, states }: ItemsQuery, ids: readonly string[]): ItemRecord[] {
  return ids
    .flatMap((id) =>
      store.all<ItemRecord>(`${itemColumns} WHERE batch = ? AND id = ? AND item.key > ?`, batch, id, itemKey(batch, after)),
    )
    .filter((record) => states?.includes(stateName(record.state)) ?? true)
}

/** Each state apart, so that every page comes in order from an index, with nothing to sort. */
function itemsByState({ store }: Reading, { batch, after, limit }: ItemsQuery, states?: readonly ItemState[]): ItemRecord[] {
  const [, below] = keyRange(batch)
  const wheres = states?.map((name) => `${whereState(batch, stateCode(name))} AND`) ?? ['']
  return wheres.flatMap((where) =>
    store.all<ItemRecord>(
      `${itemColumns} WHERE ${where} item.key > ? AND item.key < ? ORDER BY item.key LIMIT ?`,
      itemKey(batch, after),
      below,
      limit,
    ),
  )
}

/** A partial index is used where its own condition stands word by word; states without one are found along the keys. */
function whereState(batch: number, code: number): string {
  if (code === state.running) return `batch = ${batch} AND state = ${code}`
  return code > state.succeeded ? `batch = ${batch} AND state > ${state.succeeded} AND state = ${code}` : `state = ${code}`
}

function itemRow(reading: Reading, row: ItemRecord): ItemRow {
  return {
    seq: seqOf(row.key),
    id: row.id,
    version: row.version,
    state: stateName(row.state),
    step: row.step,
    attempt: row.attempt,
    tries: row.tries,
    losses: row.losses,
    due: row.due ?? undefined,
    code: row.code ?? undefined,
    reason: row.reason ?? undefined,
    sizeBytes: row.bytes,
    outputBytes: row.out_bytes,
    data: dataOf(reading, row),
    metadata: row.metadata,
    ...(row.parent !== null && { parent: row.parent }),
  }
}

/** What the source read, from the row or from its blob. */
export function dataOf({ blobs }: Reading, { key, data, blob }: InputRecord): string {
  if (data !== null) return data
  const text = blob === null ? undefined : blobs.get(unpackHash(blob))
  if (text !== undefined) return text
  throw new LedgerError('BLOB_MISSING', `The data of item ${seqOf(key)} is gone from the blob folder.`, {
    fix: 'Restore the .blobs folder beside the ledger, or run the pipeline again.',
  })
}
