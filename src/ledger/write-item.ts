/** Verbs of one item's walk: start, keep, settle. Each is fenced: it must find the item as the walk left it. */
import { LedgerError } from '../base/errors.ts'
import { isEnded } from '../pipeline/outcome.ts'
import { innerCodes, itemKey, packHash, state, stateCode } from './codes.ts'
import { type LiveBatch, microseconds } from './live-batch.ts'
import type { AnswerOf, Keep, Settle, SettledItem, Start } from './ops.ts'
import type { AttemptRow } from './rows.ts'
import { appendAttempt } from './write-attempt.ts'
import { cascade } from './write-cascade.ts'
import { deliver } from './write-claim.ts'
import { childEnded, wakeParent } from './write-family.ts'
import { keepResult } from './write-result.ts'
import type { Writer } from './writer.ts'

interface Walk {
  readonly batch: number
  readonly seq: number
  readonly attempt: number
}

const startItem = `UPDATE item SET state = ${state.running}, attempt = ?, step = ?
  WHERE key = ? AND state = ${state.ready} AND due IS NULL AND attempt = ?`

export function start(writer: Writer, op: Start): undefined {
  const live = writer.batch(op.batch)
  const key = itemKey(op.batch, op.seq)
  mustChange(writer.store.run(startItem, op.attempt, op.step, key, op.attempt - 1), op)
  live.moved(state.ready, state.running)
}

const keepItem = `UPDATE item SET last = coalesce(?, last), us = us + ? WHERE key = ? AND state = ${state.running} AND attempt = ?`

export function keep(writer: Writer, op: Keep): AnswerOf<Keep> {
  const live = writer.batch(op.batch)
  const key = itemKey(op.batch, op.seq)
  const last = append(writer, live, { key, prev: lastOf(writer, key), attempts: op.attempts })
  mustChange(writer.store.run(keepItem, last, runningUs(op.attempts), key, op.attempt), op)
  for (const result of op.results) keepResult(writer, op.batch, result)
  deliver(writer, op)
  return { last: last ?? undefined }
}

const settleItem = `UPDATE item SET state = ?, step = coalesce(?, step), attempt = ?, tries = ?, due = ?, code = ?, reason = ?,
    out_bytes = ?, result_step = ?, result_fp = ?, inner = iif(inner = ${innerCodes.part}, inner, ?), last = coalesce(?, last), us = us + ?
  WHERE key = ? AND state = ? AND attempt = ?`

export function settle(writer: Writer, op: Settle): AnswerOf<Settle> {
  const live = writer.batch(op.batch)
  const key = itemKey(op.batch, op.seq)
  const isFirst = op.from === 'ready' && op.attempt === 1
  const last = append(writer, live, { key, prev: isFirst ? null : lastOf(writer, key), attempts: withEnd(op) })
  const from = op.from === 'ready' ? ([state.ready, op.attempt - 1] as const) : ([state.running, op.attempt] as const)
  const to = settled(op)
  mustChange(
    writer.store.run(
      settleItem,
      to.state,
      to.step,
      op.attempt,
      to.tries,
      to.due,
      to.code,
      to.reason,
      to.outputBytes,
      to.resultStep,
      to.resultFp,
      to.inner,
      last,
      runningUs(op.attempts),
      key,
      ...from,
    ),
    op,
  )
  for (const result of op.results) keepResult(writer, op.batch, result)
  deliver(writer, op)
  live.moved(from[0], to.state)
  const written = last ?? undefined
  const ended = isEnded(op.next.state) ? written : undefined
  const woken = wokenBy(writer, op)
  const answer = { last: written, ended, ...(woken === undefined ? {} : { woken }) }
  if (ended === undefined || live.deps === 'none') return answer
  return { ...answer, cascade: cascade({ writer, live, at: op.at }, [key]) }
}

/** The parent, where this was the last end that it waited for; or the item itself, where nothing is left to wait for. */
function wokenBy(writer: Writer, { batch, seq, next, parent }: Settle): number | undefined {
  if (next.state === 'waiting') return wakeParent(writer, batch, itemKey(batch, seq))
  return parent !== undefined && isEnded(next.state) ? childEnded(writer, batch, parent) : undefined
}

/** What has ended has an attempt to show for it: its rowid is the place of the end in the order of ends. */
function withEnd({ attempts, next, at }: Settle): readonly AttemptRow[] {
  if (attempts.length > 0 || next.state === 'ready' || next.state === 'waiting') return attempts
  const end = { step: -1, n: 1, outcome: next.state, reused: false, started: at, ms: 0 }
  return [next.code === undefined ? end : { ...end, code: next.code }]
}

/** The columns of the item's row. */
function settled({ attempts, next }: Settle) {
  if (next.state === 'ready' || next.state === 'waiting') {
    const none = { code: null, reason: null, outputBytes: 0, resultStep: null, resultFp: null, inner: 0 }
    const { tries = 0, due = null } = next.state === 'ready' ? next : {}
    return { ...none, state: stateCode(next.state), step: next.step, tries, due }
  }
  return {
    state: stateCode(next.state),
    step: attempts.at(-1)?.step ?? null,
    tries: 0,
    due: null,
    code: next.code ?? null,
    reason: next.reason ?? null,
    outputBytes: next.outputBytes,
    inner: next.isReplaced === true ? innerCodes.replaced : 0,
    ...resultOf(next),
  }
}

function resultOf({ result }: Extract<SettledItem, { readonly outputBytes: number }>) {
  if (result === undefined) return { resultStep: null, resultFp: null }
  return { resultStep: result.step, resultFp: packHash(result.fp) }
}

interface Appended {
  readonly key: number
  readonly prev: number | null
  readonly attempts: readonly AttemptRow[]
}

/** Chains the attempts behind `prev`; returns the rowid of the last one that was written here. */
function append(writer: Writer, live: LiveBatch, { key, prev, attempts }: Appended): number | null {
  if (attempts.length === 0) return null
  const last = attempts.reduce((before: number | null, row) => {
    live.attempted(row)
    return appendAttempt(writer, { key, prev: before }, row)
  }, prev)
  live.lastAttempt = last ?? live.lastAttempt
  return last
}

function lastOf({ store }: Writer, key: number): number | null {
  return store.get<{ last: number | null }>('SELECT last FROM item WHERE key = ?', key)?.last ?? null
}

function runningUs(attempts: readonly AttemptRow[]): number {
  return attempts.reduce((sum, { ms }) => sum + microseconds(ms), 0)
}

function mustChange(changed: number, { batch, seq, attempt }: Walk): void {
  if (changed === 1) return
  throw new LedgerError(
    'STALE',
    `Attempt ${attempt} of item ${seq} in batch ${batch} comes too late: the item has gone on without it.`,
  )
}
