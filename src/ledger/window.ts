/**
 * The next ready items of a lane, with what is kept of each: the one question that is asked for every item. SQLite writes
 * the answer as JSON itself, and the ledger's thread hands the text on unread.
 */
import { itemKey, seqOf } from './codes.ts'
import type { WindowAsk } from './ledger.ts'
import type { KeptResult, ReadyItem } from './rows.ts'
import { dataOf, type Reading } from './select-items.ts'

const kept = `SELECT json_group_array(json_array(batch, step, iif(typeof(fp) = 'blob', lower(hex(fp)), fp), unknown, key, value,
  lower(hex(blob)), files)) FROM result WHERE item_id = id`

const readyRows = `SELECT key, id, version, rank, bytes, step, tries, attempt, losses, parent, born, family_index
  FROM item WHERE batch = ?1 AND step = ?2 AND state = 1 AND due IS NULL`

/** In two branches: for `(rank, key) > (…)` SQLite would seek the rank only, and pass by every item of it again. */
const windowRows = `${readyRows} AND rank = ?3 AND key > ?4 UNION ALL ${readyRows} AND rank > ?3 ORDER BY rank, key LIMIT ?5`

/** Exported for the test that looks at its plan. */
export const windowText = `SELECT count(blob) AS blobs, json_group_array(json_array(
    key, id, version, data, metadata, stamp, bytes, rank, step, tries, attempt, (${kept}), lower(hex(blob)), losses,
    iif(parent IS NULL, 0, json_array(parent, born, family_index)))) AS text
  FROM (${windowRows}) CROSS JOIN input USING (key)`

type KeptColumns = readonly [
  batch: number,
  step: string,
  fp: string,
  unknown: number,
  key: string | null,
  value: string | null,
  blob: string,
  files: string | null,
]

type ReadyColumns = readonly [
  key: number,
  id: string,
  version: number,
  data: string | null,
  metadata: string,
  stamp: string | null,
  bytes: number,
  rank: number,
  step: number,
  tries: number,
  attempt: number,
  kept: readonly KeptColumns[],
  blob: string,
  losses: number,
  birth: 0 | readonly [parent: number, born: number, index: number],
]

/** The text that `readyItems` reads. Empty while the source is still being read, where the order depends on its end. */
export function selectWindow(reading: Reading, { batch, step, after, limit }: WindowAsk): string {
  const held = 'SELECT 1 FROM batch WHERE id = ? AND starts_after_ingest = 1 AND source_done = 0'
  if (reading.store.get(held, batch) !== undefined) return '[]'
  const from = after ? [after.rank, itemKey(batch, after.seq)] : [Number.NEGATIVE_INFINITY, 0]
  const found = reading.store.get<{ blobs: number; text: string }>(windowText, batch, step, ...from, limit)
  if (found === undefined) return '[]'
  return found.blobs === 0 ? found.text : withBlobs(reading, found.text)
}

function withBlobs(reading: Reading, text: string): string {
  const rows: ReadyColumns[] = JSON.parse(text)
  return JSON.stringify(rows.map((row) => row.with(3, dataOf(reading, { key: row[0], data: row[3], blob: row[12] }))))
}

/** What a window answered, as items. */
export function readyItems(text: string): readonly ReadyItem[] {
  const rows: readonly ReadyColumns[] = JSON.parse(text)
  return rows.map(
    ([key, id, version, data, metadata, stamp, sizeBytes, rank, step, tries, attempt, results, _blob, losses, birth]) => ({
      seq: seqOf(key),
      id,
      version,
      data: data ?? '',
      metadata,
      stamp: stamp ?? undefined,
      sizeBytes,
      rank,
      step,
      tries,
      attempt,
      losses,
      birth: birth === 0 ? undefined : { parent: seqOf(birth[0]), born: birth[1], index: birth[2] },
      results: results.map(keptResult),
    }),
  )
}

function keptResult([batch, step, fp, unknown, key, value, blob, files]: KeptColumns): KeptResult {
  return {
    batch,
    step,
    fp,
    state: unknown === 1 ? 'unknown' : 'done',
    key: key ?? undefined,
    value: value ?? undefined,
    blob: blob === '' ? undefined : blob,
    files: files ?? undefined,
  }
}
