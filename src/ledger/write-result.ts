import { LedgerError } from '../base/errors.ts'
import { itemKey, packHash, state, stateName } from './codes.ts'
import type { AnswerOf, Decide } from './ops.ts'
import type { ResultRow } from './rows.ts'
import { appendAttempt } from './write-attempt.ts'
import { reopenDependants } from './write-dependants.ts'
import { reopenParents } from './write-many.ts'
import type { Writer } from './writer.ts'

const upsertResult = `INSERT OR REPLACE INTO result (item_id, step, fp, batch, unknown, key, value, blob, files, parts)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Keeps what a step made of an item, over batches. */
export function keepResult(writer: Writer, batch: number, row: ResultRow): void {
  if (row.state === 'none') {
    writer.store.run('DELETE FROM result WHERE item_id = ? AND step = ? AND fp = ?', row.itemId, row.step, packHash(row.fp))
    return
  }
  const { inline, blob } = writer.place(row.value)
  writer.store.run(
    upsertResult,
    row.itemId,
    row.step,
    packHash(row.fp),
    batch,
    Number(row.state === 'unknown'),
    row.key ?? null,
    inline,
    blob,
    row.files ?? null,
    row.parts,
  )
}

/** A person's word on an item in review. */
export function decide(writer: Writer, op: Decide): AnswerOf<Decide> {
  const live = writer.batch(op.batch)
  const key = itemKey(op.batch, op.seq)
  const item = writer.store.get<{ id: string; state: number; step: number; last: number | null }>(
    'SELECT id, state, step, last FROM item WHERE key = ?',
    key,
  )
  if (item?.state !== state.review) throw notInReview(op, item?.state)
  settleUnknown(writer, item.id, op.verdict)
  live.moved(state.review, op.verdict === 'fail' ? state.failed : state.ready)
  if (op.verdict !== 'fail') {
    writer.store.run(
      `UPDATE item SET state = ${state.ready}, tries = 0, due = NULL, code = NULL, reason = NULL WHERE key = ?`,
      key,
    )
    reopenParents(writer, op.batch)
    reopenDependants(writer, op.batch)
    return { state: 'ready' }
  }
  const row = {
    step: item.step,
    n: 1,
    outcome: 'failed',
    reused: false,
    started: op.at,
    ms: 0,
    code: 'REVIEW_FAILED',
  } as const
  live.attempted(row)
  live.lastAttempt = appendAttempt(writer, { key, prev: item.last }, row)
  writer.store.run(
    `UPDATE item SET state = ${state.failed}, code = 'REVIEW_FAILED', reason = 'A person decided that it failed.', last = ? WHERE key = ?`,
    live.lastAttempt,
    key,
  )
  return { state: 'failed' }
}

function settleUnknown({ store }: Writer, itemId: string, verdict: Decide['verdict']): void {
  const done = `UPDATE result SET unknown = 0, value = iif(value = '' AND blob IS NULL, 'null', value) WHERE item_id = ? AND unknown = 1`
  const forgotten = 'DELETE FROM result WHERE item_id = ? AND unknown = 1'
  store.run(verdict === 'done' ? done : forgotten, itemId)
}

function notInReview({ batch, seq }: Decide, found: number | undefined): LedgerError {
  const got = found === undefined ? 'no such item' : `it is ${stateName(found)}`
  return new LedgerError('NOT_IN_REVIEW', `Expected item ${seq} of batch ${batch} to be in review, but ${got}.`)
}
