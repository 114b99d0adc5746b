import { formatDuration, formatPercent } from '../../base/format.ts'
import { sha256 } from '../../base/json.ts'
import { conserve } from '../counts.ts'
import type { ReportFacts } from '../facts.ts'
import { secondsOf } from '../item-row.ts'
import { verdict } from '../verdict.ts'

/** @throws LedgerError when the counts do not add up */
export function summarySection(facts: ReportFacts) {
  const { batch, activeMs, items } = facts
  const conservation = conserve(batch.total, batch.counts, batch.children)
  const { succeeded, failed, skipped, cancelled, review, pending } = conservation
  const rate = successRate(succeeded, failed + review)
  return {
    verdict: verdict(batch),
    batch_id: batch.name,
    pipeline: batch.pipeline,
    state: batch.state,
    reason: batch.reason ?? null,
    total_files: batch.total,
    successful: succeeded,
    failed,
    skipped,
    cancelled,
    review,
    pending,
    reused: items.reused,
    recovered: items.recovered,
    processing_time: secondsOf(activeMs),
    processing_time_text: formatDuration(activeMs),
    success_rate: rate,
    success_rate_text: rate === null ? null : formatPercent(rate),
    skip_reasons: Object.fromEntries(items.reasons),
    conservation,
    started_at: new Date(batch.created).toISOString(),
    ended_at: batch.ended === undefined ? null : new Date(batch.ended).toISOString(),
    provenance: provenance(facts),
  }
}

/** Succeeded ÷ (succeeded + failed + review), 0 to 1; null where none of these happened. */
function successRate(succeeded: number, unsuccessful: number): number | null {
  const tried = succeeded + unsuccessful
  return tried === 0 ? null : succeeded / tried
}

function provenance({ batch, options, events }: ReportFacts) {
  const { machine } = events
  return {
    definition_sha256: sha256(batch.pipelineJson),
    code_sha256: sha256(batch.codeJson),
    mode: options.mode ?? null,
    workers: options.workers ?? null,
    millrace: machine?.millrace ?? null,
    node: machine?.node ?? null,
    platform: machine?.platform ?? null,
    tools: machine?.tools ?? {},
  }
}
