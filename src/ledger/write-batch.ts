/** Verbs over a batch as a whole: open, take over, change its state, end its session. */
import { LedgerError } from '../base/errors.ts'
import { outcomeCode, state } from './codes.ts'
import type { AdoptBatch, AnswerOf, EndSession, NewSession, OpenBatch, SetBatchState } from './ops.ts'
import { cascade } from './write-cascade.ts'
import { recountFamilies } from './write-family.ts'
import type { Writer } from './writer.ts'

/** An item that was running at so many deaths of its owner is taken for their cause. */
const mostLosses = 3

const crashed = `Its owner died ${mostLosses} times while this item ran.`

export function openBatch(writer: Writer, { batch, session }: OpenBatch): AnswerOf<OpenBatch> {
  const { store } = writer
  if (store.get('SELECT 1 FROM batch WHERE name = ?', batch.name) !== undefined)
    throw new LedgerError('BATCH_EXISTS', `Expected a new batch id, got "${batch.name}", which this ledger has already.`, {
      fix: 'Resume that batch, or give this one another batch_id.',
    })
  const id = store.insert(
    `INSERT INTO batch (name, pipeline, output_root, step_names, starts_after_ingest, position, source_done, state, epoch, created,
      first_attempt, last_attempt, total) VALUES (?, ?, ?, ?, ?, 0, 0, 'running', 1, ?, coalesce((SELECT max(id) FROM attempt), 0), 0, 0)`,
    batch.name,
    batch.pipeline,
    batch.outputRoot,
    JSON.stringify(batch.stepNames),
    Number(batch.startsAfterIngest),
    batch.created,
  )
  store.run('INSERT INTO batch_text VALUES (?, ?, ?, ?)', id, batch.pipelineJson, batch.optionsJson, batch.codeJson)
  const epoch = writer.batch(id).epoch
  return { batch: id, session: addSession(writer, id, { ...session, epoch }) }
}

export function adoptBatch(writer: Writer, { batch, session }: AdoptBatch): AnswerOf<AdoptBatch> {
  const { store } = writer
  const epoch = writer.batch(batch).epoch + 1
  store.run(`UPDATE batch SET epoch = ?, state = 'running', reason = NULL, ended = NULL WHERE id = ?`, epoch, batch)
  writer.raiseEpoch(batch, epoch)
  return { session: addSession(writer, batch, { ...session, epoch }), ...takeBackRunning(writer, batch, session.at) }
}

/**
 * Added to the rank of an item that was lost: it goes behind all others. An innocent one is not in flight again when the
 * next kill comes soon after, and one that kills its process has by then nobody left to take along. More than the
 * whole range of ranks that items begin with.
 */
const lastRank = 2 ** 53

/** Every running item gets a `lost` attempt and is ready again, or failed when it was lost too often. */
function takeBackRunning(writer: Writer, batch: number, at: number): { readonly lost: number; readonly crashed: number } {
  const { store } = writer
  const live = writer.batch(batch)
  const before = store.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM attempt')?.id ?? 0
  const lost = store.run(
    `INSERT INTO attempt (item, prev, step, n, outcome, reused, started, wait_us, us, code)
      SELECT key, last, step, tries + 1, ${outcomeCode('lost')}, 0, ?, 0, 0, iif(losses + 1 >= ${mostLosses}, 'CRASHED', NULL)
      FROM item WHERE batch = ? AND state = ${state.running} ORDER BY key`,
    at,
    batch,
  )
  const doomed = `batch = ? AND state = ${state.running} AND losses + 1 >= ${mostLosses}`
  const crashing = store.all<{ key: number }>(`SELECT key FROM item WHERE ${doomed}`, batch).map(({ key }) => key)
  const dead = store.run(
    `UPDATE item SET losses = losses + 1, state = ${state.failed}, code = 'CRASHED', reason = ?
      WHERE ${doomed}`,
    crashed,
    batch,
  )
  store.run(
    `UPDATE item SET losses = losses + 1, state = ${state.ready}, due = NULL, step = born + 1, tries = 0, rank = rank + ${lastRank}
      WHERE batch = ? AND state = ${state.running}`,
    batch,
  )
  linkLast(writer, batch, before)
  live.moved(state.running, state.failed, dead)
  live.moved(state.running, state.ready, lost - dead)
  if (dead > 0) recountFamilies(writer, batch)
  if (live.deps === 'linked') cascade({ writer, live, at }, crashing)
  return { lost, crashed: dead }
}

/** Makes the attempts that were written behind `before` the last ones of their items. */
export function linkLast(writer: Writer, batch: number, before: number): void {
  const { store } = writer
  store.run('UPDATE item SET last = attempt.id FROM attempt WHERE attempt.id > ? AND item.key = attempt.item', before)
  writer.batch(batch).lastAttempt = store.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM attempt')?.id ?? 0
}

export function setBatchState(writer: Writer, op: SetBatchState): undefined {
  writer.batch(op.batch)
  writer.store.run(
    'UPDATE batch SET state = ?, reason = ?, ended = ? WHERE id = ?',
    op.state,
    op.reason ?? null,
    op.ended ?? null,
    op.batch,
  )
  if (op.ended !== undefined) writer.store.run(endSession, op.ended, op.batch)
}

/** A batch that has come to rest has no session that died; one that was ended with its usage keeps that time. */
const endSession = 'UPDATE session SET ended = ? WHERE id = (SELECT max(id) FROM session WHERE batch = ?) AND ended IS NULL'

/** Usage so far of the newest session of the batch. */
export function noteSession(writer: Writer, { batch, usage, ended }: EndSession): undefined {
  writer.batch(batch)
  writer.store.run(
    `UPDATE session SET cpu_ms = ?, peak_rss = ?, read_bytes = ?, written_bytes = ?, ended = ?
      WHERE id = (SELECT max(id) FROM session WHERE batch = ?)`,
    usage.cpuMs,
    usage.peakRssBytes,
    usage.readBytes,
    usage.writtenBytes,
    ended ?? null,
    batch,
  )
}

function addSession(writer: Writer, batch: number, session: NewSession & { readonly epoch: number }): number {
  return writer.store.insert(
    'INSERT INTO session (batch, epoch, pid, host, boot, started) VALUES (?, ?, ?, ?, ?, ?)',
    batch,
    session.epoch,
    session.pid,
    session.host,
    session.boot,
    session.at,
  )
}
