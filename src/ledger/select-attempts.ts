import { isEnded } from '../pipeline/outcome.ts'
import { innerCodes, itemKey, keyRange, outcomeName, seqOf, state, stateName, unpackHash } from './codes.ts'
import type { LedgerQuery } from './queries.ts'
import type { AttemptRecord, EndedRow } from './rows.ts'
import type { Store } from './store.ts'

interface AttemptColumns {
  readonly rowid: number
  readonly item: number
  readonly id: string
  readonly step: number
  readonly n: number
  readonly outcome: number
  readonly reused: number
  readonly started: number
  readonly us: number
  readonly code: string | null
  readonly error: string | null
  readonly notes: string | null
}

const attemptColumns = `SELECT attempt.id AS rowid, attempt.item, item.id, attempt.step, n, outcome, reused, started, attempt.us,
  attempt.code, error, notes FROM attempt CROSS JOIN item ON item.key = attempt.item`

const ofBatch = `${attemptColumns} WHERE attempt.id > max(?, (SELECT first_attempt FROM batch WHERE id = ?))
  AND attempt.id <= (SELECT last_attempt FROM batch WHERE id = ?) AND attempt.item > ? AND attempt.item < ?
  ORDER BY attempt.id LIMIT ?`

/** From the item's last attempt back along the chain. */
const ofItem = `WITH RECURSIVE chain (link) AS (SELECT last FROM item WHERE key = ? UNION ALL
    SELECT prev FROM chain JOIN attempt ON attempt.id = link WHERE prev IS NOT NULL)
  ${attemptColumns} WHERE attempt.id IN chain AND attempt.id > ? ORDER BY attempt.id LIMIT ?`

type AttemptsQuery = Extract<LedgerQuery, { readonly get: 'attempts' }>

export function selectAttempts(store: Store, { batch, seq, after, limit }: AttemptsQuery): readonly AttemptRecord[] {
  const rows =
    seq === undefined
      ? store.all<AttemptColumns>(ofBatch, after, batch, batch, ...keyRange(batch), limit)
      : store.all<AttemptColumns>(ofItem, itemKey(batch, seq), after, limit)
  return rows.map(attemptRecord)
}

function attemptRecord(row: AttemptColumns): AttemptRecord {
  return {
    rowid: row.rowid,
    seq: seqOf(row.item),
    itemId: row.id,
    step: row.step,
    n: row.n,
    outcome: outcomeName(row.outcome),
    reused: row.reused === 1,
    started: row.started,
    ms: row.us / 1000,
    ...(row.code !== null && { code: row.code }),
    ...(row.error !== null && { error: row.error }),
    ...(row.notes !== null && { notes: row.notes }),
  }
}

interface EndedColumns {
  readonly ended: number
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
  readonly inner: number
  readonly parent: number | null
}

/** An attempt that is still its item's last one, of an item that has ended, is that item's newest end. */
const endedRows = `SELECT attempt.id AS ended, item.key, item.id, state, item.code, reason, value, blob, files, attempt, bytes, out_bytes, item.us,
  inner, parent FROM attempt CROSS JOIN item ON item.key = attempt.item
  LEFT JOIN result ON item_id = item.id AND result.step = result_step AND fp = result_fp
  WHERE attempt.id > max(?, (SELECT first_attempt FROM batch WHERE batch.id = ?))
    AND attempt.id <= (SELECT last_attempt FROM batch WHERE batch.id = ?) AND attempt.item > ? AND attempt.item < ?
    AND item.last = attempt.id AND state >= ${state.firstEnd} AND inner <= ?
  ORDER BY attempt.id LIMIT ?`

type EndedQuery = Extract<LedgerQuery, { readonly get: 'ended' }>

export function selectEnded(store: Store, { batch, after, limit, inner = false }: EndedQuery): readonly EndedRow[] {
  const mostInner = inner ? innerCodes.replaced : 0
  return store.all<EndedColumns>(endedRows, after, batch, batch, ...keyRange(batch), mostInner, limit).flatMap(endedRow)
}

function endedRow(row: EndedColumns): EndedRow[] {
  const name = stateName(row.state)
  if (!isEnded(name)) return []
  const end = {
    ended: row.ended,
    seq: seqOf(row.key),
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
    ...(row.inner > 0 && { isInner: true as const }),
    ...(row.parent !== null && { isPart: true as const }),
  }
  return [end]
}
