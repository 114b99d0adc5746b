import type { BatchState } from '../pipeline/outcome.ts'
import type { BatchRow, ItemCounts, SessionRow } from './rows.ts'
import type { Store } from './store.ts'

/** The nine counters have the names of `ItemCounts`. */
interface BatchRecord extends ItemCounts {
  readonly id: number
  readonly name: string
  readonly pipeline: string
  readonly pipeline_json: string
  readonly options_json: string
  readonly code_json: string
  readonly output_root: string
  readonly step_names: string
  readonly starts_after_ingest: number
  readonly position: number
  readonly source_done: number
  readonly state: BatchState
  readonly reason: string | null
  readonly epoch: number
  readonly total: number
  readonly children: number
  readonly last_attempt: number
  readonly created: number
  readonly ended: number | null
}

const batchColumns = 'SELECT * FROM batch JOIN batch_text ON batch_text.batch = batch.id'

export function selectBatches(store: Store, limit: number): readonly BatchRow[] {
  return store.all<BatchRecord>(`${batchColumns} ORDER BY id DESC LIMIT ?`, limit).map(batchRow)
}

export function selectBatch(store: Store, id: number): BatchRow | undefined {
  const row = store.get<BatchRecord>(`${batchColumns} WHERE id = ?`, id)
  return row && batchRow(row)
}

function batchRow(row: BatchRecord): BatchRow {
  const { blocked, ready, running, waiting, succeeded, failed, skipped, cancelled, review } = row
  return {
    batch: row.id,
    name: row.name,
    pipeline: row.pipeline,
    pipelineJson: row.pipeline_json,
    optionsJson: row.options_json,
    codeJson: row.code_json,
    stepNames: JSON.parse(row.step_names),
    startsAfterIngest: row.starts_after_ingest === 1,
    outputRoot: row.output_root,
    sourcePosition: row.position,
    sourceDone: row.source_done === 1,
    state: row.state,
    reason: row.reason ?? undefined,
    epoch: row.epoch,
    counts: { blocked, ready, running, waiting, succeeded, failed, skipped, cancelled, review },
    total: row.total,
    children: row.children,
    lastAttempt: row.last_attempt,
    created: row.created,
    ended: row.ended ?? undefined,
  }
}

interface SessionRecord extends Pick<SessionRow, 'epoch' | 'pid' | 'host' | 'boot' | 'started'> {
  readonly id: number
  readonly ended: number | null
  readonly cpu_ms: number
  readonly peak_rss: number
  readonly read_bytes: number
  readonly written_bytes: number
}

export function selectSessions(store: Store, batch: number): readonly SessionRow[] {
  return store.all<SessionRecord>('SELECT * FROM session WHERE batch = ? ORDER BY id', batch).map((row) => ({
    session: row.id,
    epoch: row.epoch,
    pid: row.pid,
    host: row.host,
    boot: row.boot,
    started: row.started,
    ended: row.ended ?? undefined,
    cpuMs: row.cpu_ms,
    peakRssBytes: row.peak_rss,
    readBytes: row.read_bytes,
    writtenBytes: row.written_bytes,
  }))
}
