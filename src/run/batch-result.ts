import { LedgerError } from '../base/errors.ts'
import { outputsOf } from '../engine/projector.ts'
import type { StopReason } from '../engine/stop-rule.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { BatchRow } from '../ledger/rows.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'
import type { BatchStatus } from '../report/status.ts'
import type { BatchResult } from '../setup/request.ts'
import type { WrittenReports } from './write-reports.ts'

export interface ResultCase {
  readonly ledger: Ledger
  readonly row: BatchRow
  readonly collect: boolean
  readonly status: BatchStatus
  readonly stop: StopReason | undefined
  /** Of all results, where the pipeline asks for one. */
  readonly summary: string | null
  readonly reports: WrittenReports
}

/** More than this many are only read from the ledger: `batch.outputs()`, `millrace results`. */
const mostOutputs = 100_000
const rowsAtOnce = 1_000

export async function batchResult({ ledger, row, collect, status, stop, summary, reports }: ResultCase): Promise<BatchResult> {
  const { total, succeeded, failed, skipped, cancelled, review, pending, running } = status
  const waiting = pending + running
  checkConservation(total, [succeeded, failed, skipped, cancelled, review, waiting])
  return {
    batch_id: row.name,
    pipeline: row.pipeline,
    state: stop?.state ?? 'completed',
    ...(stop === undefined
      ? {}
      : { reason: stop.message, code: stop.code, ...(stop.fix === undefined ? {} : { fix: stop.fix }) }),
    total,
    succeeded,
    failed,
    skipped,
    cancelled,
    review,
    pending: waiting,
    outputs: collect ? await firstOutputs(ledger, row.batch) : [],
    summary,
    metrics: {
      elapsed_seconds: status.elapsed_seconds,
      items_per_second: status.items_per_second,
      reused: status.reused,
      input_bytes: status.input_bytes,
      output_bytes: status.output_bytes,
      peak_rss_bytes: status.machine?.peak_rss_bytes ?? null,
    },
    exit_code: exitCode(stop, failed + review),
    reports,
  }
}

/** 0 all succeeded or skipped, 1 some failed, 3 stopped early, 130 interrupted. */
function exitCode(stop: StopReason | undefined, unsuccessful: number): number {
  if (stop === undefined) return unsuccessful > 0 ? 1 : 0
  return stop.state === 'interrupted' ? 130 : 3
}

/** Every item has exactly one state: a ledger in which this does not hold is not believed. */
function checkConservation(total: number, states: readonly number[]): void {
  const sum = states.reduce((left, right) => left + right, 0)
  if (sum === total) return
  throw new LedgerError('COUNTS_DIFFER', `The batch has ${total} items, but ${sum} are accounted for.`, {
    fix: '`millrace verify` compares the ledger with what is on disk.',
  })
}

async function firstOutputs(ledger: Ledger, batch: number): Promise<readonly BatchOutput[]> {
  const outputs: BatchOutput[] = []
  let after = 0
  while (outputs.length < mostOutputs) {
    const rows = await ledger.read({ get: 'ended', batch, after, limit: rowsAtOnce })
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.ended
    for (const output of await outputsOf(rows, ledger)) outputs.push(output)
  }
  return outputs
}
