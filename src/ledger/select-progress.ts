/** Figures over a batch that need no look at each item: progress per step, failures, what is parked, what changed. */
import { dependencyFailed } from '../pipeline/dependency.ts'
import { keyRange, state } from './codes.ts'
import type { FailureGroup, ReplyOf, StepProgress } from './queries.ts'
import type { Store } from './store.ts'

interface ProgressRecord {
  readonly step: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly reused: number
  readonly retries: number
  readonly us: number
}

/** One row per step of the pipeline, also where nothing has happened yet. */
export function selectSteps(store: Store, batch: number): readonly StepProgress[] {
  const names = store.get<{ step_names: string }>('SELECT step_names FROM batch WHERE id = ?', batch)?.step_names ?? '[]'
  const rows = new Map(store.all<ProgressRecord>('SELECT * FROM progress WHERE batch = ?', batch).map((row) => [row.step, row]))
  const running = new Map(
    store
      .all<{ step: number; count: number }>(
        `SELECT step, count(*) AS count FROM item WHERE batch = ? AND state = ${state.running} GROUP BY step`,
        batch,
      )
      .map(({ step, count }) => [step, count]),
  )
  const stepNames: string[] = JSON.parse(names)
  return stepNames.map((name, step) => ({ step, name, running: running.get(step) ?? 0, ...progressOf(rows.get(step)) }))
}

function progressOf(row: ProgressRecord | undefined): Omit<StepProgress, 'step' | 'name' | 'running'> {
  if (row === undefined) return { succeeded: 0, failed: 0, skipped: 0, reused: 0, retries: 0, ms: 0 }
  const { succeeded, failed, skipped, reused, retries, us } = row
  return { succeeded, failed, skipped, reused, retries, ms: us / 1000 }
}

const mostSamples = 5

/** The first condition is that of the partial index, word by word. */
const isFailed = `batch = ? AND state > ${state.succeeded} AND state = ${state.failed}`

/** What failed because of others is one group, whoever they were: there may be a reason for each of a million items. */
const isFollowing = `code IS '${dependencyFailed}'`
const cause = `iif(${isFollowing}, NULL, reason)`

const ofGroup = `SELECT id FROM item WHERE ${isFailed} AND step = ? AND code IS ? AND ${cause} IS ? LIMIT ${mostSamples}`

const failureGroups = `SELECT step, code, ${cause} AS cause, min(reason) AS reason, count(*) AS count FROM item WHERE ${isFailed}
  GROUP BY step, code, cause ORDER BY ${isFollowing}, count DESC, step, code, cause LIMIT ?`

interface FailureColumns {
  readonly step: number
  readonly code: string | null
  readonly cause: string | null
  readonly reason: string | null
  readonly count: number
}

export function selectFailures(store: Store, batch: number, limit: number): readonly FailureGroup[] {
  return store.all<FailureColumns>(failureGroups, batch, limit).map(({ step, code, cause: kind, reason, count }) => {
    const samples = store.all<{ id: string }>(ofGroup, batch, step, code, kind)
    const message = code === dependencyFailed && count > 1 ? 'because others that they waited for failed' : (reason ?? '')
    return { step, code: code ?? 'FAILED', message, count, sampleIds: samples.map(({ id }) => id) }
  })
}

export function selectParked(store: Store, batch: number): ReplyOf<{ get: 'parked'; batch: number }> {
  const sql = 'SELECT count(*) AS count, min(due) AS due FROM item WHERE batch = ? AND due IS NOT NULL'
  const row = store.get<{ count: number; due: number | null }>(sql, batch)
  return { count: row?.count ?? 0, nextDue: row?.due ?? undefined }
}

const sameId = 'was.batch = ? AND was.id = item.id AND was.version = item.version'

const isAdded = `SELECT count(*) AS count FROM item WHERE item.key > ? AND item.key < ? AND NOT EXISTS (SELECT 1 FROM item AS was WHERE ${sameId})`

const isChanged = `SELECT count(*) AS count FROM item CROSS JOIN input USING (key)
  CROSS JOIN item AS was ON ${sameId} CROSS JOIN input AS old ON old.key = was.key
  WHERE item.key > ? AND item.key < ? AND (input.stamp IS NOT old.stamp OR input.data IS NOT old.data OR input.blob IS NOT old.blob)`

/** Against the batch before of the same pipeline, as long as its items have not been collected. */
export function selectChanges(store: Store, batch: number): ReplyOf<{ get: 'changes'; batch: number }> {
  const previous = store.get<{ id: number; name: string }>(
    `SELECT id, name FROM batch WHERE id < ?1 AND collected IS NULL AND pipeline = (SELECT pipeline FROM batch WHERE id = ?1)
      ORDER BY id DESC LIMIT 1`,
    batch,
  )
  if (previous === undefined) return { added: 0, changed: 0, removed: 0, previous: undefined }
  const count = (sql: string, ...values: number[]) => store.get<{ count: number }>(sql, ...values)?.count ?? 0
  return {
    added: count(isAdded, ...keyRange(batch), previous.id),
    changed: count(isChanged, previous.id, ...keyRange(batch)),
    removed: count(isAdded, ...keyRange(previous.id), batch),
    previous: previous.name,
  }
}
