/** Verbs over many items at once, each a few statements however many there are. */
import { dependencyFailed } from '../pipeline/dependency.ts'
import { isEnded } from '../pipeline/outcome.ts'
import { itemKey, keyRange, outcomeCode, state, stateCode } from './codes.ts'
import type { AnswerOf, CancelPending, Reopen, Unpark } from './ops.ts'
import { linkLast } from './write-batch.ts'
import { reopenDependants } from './write-dependants.ts'
import { descendants, hasFamilies, parentsOfOpen, recountFamilies } from './write-family.ts'
import type { Writer } from './writer.ts'

export function unpark(writer: Writer, { batch, at }: Unpark): AnswerOf<Unpark> {
  writer.batch(batch)
  const woken = writer.store.run('UPDATE item SET due = NULL WHERE batch = ? AND due <= ?', batch, at)
  const next = writer.store.get<{ due: number | null }>(
    'SELECT min(due) AS due FROM item WHERE batch = ? AND due IS NOT NULL',
    batch,
  )
  return { woken, nextDue: next?.due ?? undefined }
}

interface StateCount {
  readonly state: number
  readonly count: number
}

export function cancelPending(writer: Writer, { batch, reason, at }: CancelPending): AnswerOf<CancelPending> {
  const { store } = writer
  const live = writer.batch(batch)
  const range = keyRange(batch)
  const pending = `key > ? AND key < ? AND state < ${state.firstEnd}`
  const counts = store.all<StateCount>(`SELECT state, count(*) AS count FROM item WHERE ${pending} GROUP BY state`, ...range)
  const before = store.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM attempt')?.id ?? 0
  const cancelled = store.run(
    `INSERT INTO attempt (item, prev, step, n, outcome, reused, started, wait_us, us)
      SELECT key, last, -1, 1, ${outcomeCode('cancelled')}, 0, ?, 0, 0 FROM item WHERE ${pending} ORDER BY key`,
    at,
    ...range,
  )
  store.run(
    `UPDATE item SET state = ${state.cancelled}, due = NULL, tries = 0, code = 'CANCELLED', reason = ? WHERE ${pending}`,
    reason,
    ...range,
  )
  linkLast(writer, batch, before)
  for (const { state: from, count } of counts) live.moved(from, state.cancelled, count)
  recountFamilies(writer, batch)
  return { cancelled }
}

/**
 * Items that were broken before their first step stay failed: their data would break again. Those that ended because of
 * others run again with them, and not without.
 */
export function reopen(writer: Writer, op: Reopen): AnswerOf<Reopen> {
  const asked = reopenAsked(writer, op)
  return { reopened: asked + reopenParents(writer, op.batch) + reopenDependants(writer, op.batch) }
}

/** Of an item that was asked for by itself, those of its parts too that ended like it. */
function reopenAsked(writer: Writer, { batch, states, seqs }: Reopen): number {
  if (seqs === undefined) return reopenWhere(writer, batch, { states, where: 'key > ? AND key < ?', keys: keyRange(batch) })
  const wheres = ['key = ?', ...(hasFamilies(writer, batch) ? [descendants] : [])]
  const one = (seq: number) =>
    wheres.reduce((sum, where) => sum + reopenWhere(writer, batch, { states, where, keys: [itemKey(batch, seq)] }), 0)
  return seqs.reduce((sum, seq) => sum + one(seq), 0)
}

/** What ended without a part that runs again waits for it once more; so does what that is a part of. Returns how many. */
export function reopenParents(writer: Writer, batch: number): number {
  if (!hasFamilies(writer, batch)) return 0
  const above = () => reopenWhere(writer, batch, { ...parentsOfOpen, keys: keyRange(batch) })
  let reopened = 0
  for (let more = above(); more > 0; more = above()) reopened += more
  recountFamilies(writer, batch)
  return reopened
}

interface Ends {
  readonly states: Reopen['states']
  readonly where: string
  readonly keys: readonly number[]
}

interface EndCount extends StateCount {
  readonly step: number
  readonly outcome: number
}

function reopenWhere(writer: Writer, batch: number, { states, where, keys }: Ends): number {
  const live = writer.batch(batch)
  const codes = states.filter(isEnded).map(stateCode).join(', ')
  const ended = `${where} AND item.step >= 0 AND state IN (${codes}) AND item.code IS NOT '${dependencyFailed}'`
  const groups = writer.store.all<EndCount>(
    `SELECT state, attempt.step, outcome, count(*) AS count FROM item JOIN attempt ON attempt.id = last
      WHERE ${ended} GROUP BY 1, 2, 3`,
    ...keys,
  )
  const reopened = writer.store.run(
    `UPDATE item SET state = ${state.ready}, step = born + 1, tries = 0, losses = 0, due = NULL, code = NULL, reason = NULL,
      out_bytes = 0, result_step = NULL, result_fp = NULL WHERE ${ended}`,
    ...keys,
  )
  for (const { state: from, step, outcome, count } of groups) {
    live.moved(from, state.ready, count)
    live.takenBack(step, outcome, count)
  }
  return reopened
}
