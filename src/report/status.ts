/** A batch at one moment, as `status --json` prints it and the live view draws it. */
import type { FailureGroup, StepProgress } from '../ledger/queries.ts'
import type { BatchRow } from '../ledger/rows.ts'
import type { BatchState } from '../pipeline/outcome.ts'
import { pendingOf, sumOf } from './counts.ts'
import type { EtaRange, Sample } from './sample.ts'

/** Where a batch stands now, as the screen and `millrace status --json` show it. */
export interface BatchStatus {
  readonly batch_id: string
  readonly pipeline: string
  readonly state: BatchState
  readonly reason: string | null
  /** While the source is read: at least this many. */
  readonly total: number
  readonly total_is_final: boolean
  /** Files that appear become items, until somebody ends it. */
  readonly watching: boolean
  readonly pending: number
  readonly running: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly cancelled: number
  readonly review: number
  /** Of `succeeded`: those whose every result was reused. */
  readonly reused: number
  /** Waiting for their next try. */
  readonly retrying: number
  readonly percent: number
  readonly eta_seconds: number | null
  /** The range that holds the end in 8 of 10 cases. */
  readonly eta_low_seconds: number | null
  readonly eta_high_seconds: number | null
  readonly items_per_second: number | null
  readonly input_bytes: number
  readonly output_bytes: number
  readonly stages: readonly StageStatus[]
  readonly gates: readonly GateStatus[]
  /** What a person has changed while it ran (`tune`), as sentences: the last one for each knob. */
  readonly tuned: readonly string[]
  readonly top_errors: readonly ErrorGroup[]
  readonly machine: MachineStatus | null
  readonly session: number
  readonly started_at: string
  readonly ended_at: string | null
  readonly elapsed_seconds: number
}

export interface StageStatus {
  readonly name: string
  readonly percent: number
  readonly counts: {
    readonly succeeded: number
    readonly failed: number
    readonly skipped: number
    readonly reused: number
    readonly running: number
    readonly retries: number
  }
  readonly seconds_per_item: number | null
  readonly items_per_second: number | null
  readonly top_errors: readonly ErrorGroup[]
}

export interface GateStatus {
  readonly name: string
  readonly limit: number
  readonly used: number
  readonly reason: string | null
}

export interface ErrorGroup {
  readonly code: string
  readonly message: string
  readonly step: string | null
  readonly count: number
  readonly sample_ids: readonly string[]
}

/** Of Millrace and its children together, and of the machine. */
export interface MachineStatus {
  readonly cpu_percent: number
  readonly cores: number
  readonly rss_bytes: number
  readonly peak_rss_bytes: number
  readonly memory_limit_bytes: number
  readonly memory_available_bytes: number
  readonly disk_free_bytes: number | null
}

/** What a status is made of: the engine's counters in process, the ledger's rows from outside. */
export interface StatusFacts {
  readonly row: Pick<BatchRow, 'name' | 'pipeline' | 'state' | 'reason' | 'total' | 'sourceDone' | 'counts' | 'created' | 'ended'>
  readonly steps: readonly StepProgress[]
  readonly failures: readonly FailureGroup[]
  /** @default false */
  readonly watching?: boolean
  /** Items that wait for their next try. */
  readonly retrying: number
  /** Items whose every result was reused; absent: taken from the steps. */
  readonly reused?: number
  /** Number of the session, from 1. */
  readonly session: number
  /** Time with a process, over all sessions. */
  readonly activeMs: number
  /** Oldest first; the last minute is enough. */
  readonly samples: readonly Sample[]
  readonly eta?: EtaRange
  readonly gates?: readonly GateStatus[]
  readonly tuned?: readonly string[]
  readonly machine?: MachineStatus
}

const shownErrors = 5
const rateWindowMs = 30_000

export function batchStatus(facts: StatusFacts): BatchStatus {
  const { row, samples } = facts
  const { succeeded, failed, skipped, cancelled, review } = row.counts
  const newest = samples.at(-1)
  return {
    batch_id: row.name,
    pipeline: row.pipeline,
    state: row.state,
    reason: row.reason ?? null,
    total: row.total,
    total_is_final: row.sourceDone,
    watching: facts.watching ?? false,
    pending: pendingOf(row.counts) - row.counts.running,
    running: row.counts.running,
    succeeded,
    failed,
    skipped,
    cancelled,
    review,
    reused: facts.reused ?? reusedItems(facts.steps),
    retrying: facts.retrying,
    percent: percent(endedOf(row), row.total),
    eta_seconds: facts.eta?.seconds ?? null,
    eta_low_seconds: facts.eta?.lowSeconds ?? null,
    eta_high_seconds: facts.eta?.highSeconds ?? null,
    items_per_second: itemsPerSecond(facts),
    input_bytes: newest?.inputBytes ?? 0,
    output_bytes: newest?.outputBytes ?? 0,
    stages: facts.steps.map((step) => stageStatus(step, facts)),
    gates: facts.gates ?? [],
    tuned: facts.tuned ?? [],
    top_errors: topErrors(facts.failures, facts.steps),
    machine: facts.machine ?? null,
    session: facts.session,
    started_at: new Date(row.created).toISOString(),
    ended_at: row.ended === undefined ? null : new Date(row.ended).toISOString(),
    elapsed_seconds: rounded(facts.activeMs / 1000),
  }
}

function stageStatus(step: StepProgress, { row, steps, failures, activeMs }: StatusFacts): StageStatus {
  const { succeeded, failed, skipped, reused, running, retries } = step
  const worked = succeeded + failed + skipped - reused
  return {
    name: step.name,
    percent: percent(passed(step, steps), row.total),
    counts: { succeeded, failed, skipped, reused, running, retries },
    seconds_per_item: worked > 0 ? rounded(step.ms / worked / 1000) : null,
    items_per_second: worked > 0 && activeMs > 0 ? rounded((worked * 1000) / activeMs) : null,
    top_errors: topErrors(
      failures.filter((group) => group.step === step.step),
      steps,
    ),
  }
}

/** Items that this step will not see again: those it is done with, and those that ended before they came to it. */
function passed(step: StepProgress, steps: readonly StepProgress[]): number {
  const before = steps.filter((other) => other.step <= step.step)
  return step.succeeded + sumOf(before.map(({ failed, skipped }) => failed + skipped))
}

function reusedItems(steps: readonly StepProgress[]): number {
  const reused = steps.filter((step) => step.succeeded > 0).map((step) => step.reused)
  return reused.length === 0 ? 0 : Math.min(...reused)
}

/** While it runs, over the last half minute; at rest, over all of its time. Null where nothing was measured. */
function itemsPerSecond({ row, samples, activeMs }: StatusFacts): number | null {
  if (row.state !== 'running') return activeMs > 0 ? rounded((endedOf(row) * 1000) / activeMs) : null
  const newest = samples.at(-1)
  const oldest = newest && samples.find((sample) => sample.at >= newest.at - rateWindowMs)
  if (!newest || !oldest || newest.at <= oldest.at) return null
  return rounded(((newest.ended - oldest.ended) * 1000) / (newest.at - oldest.at))
}

function topErrors(failures: readonly FailureGroup[], steps: readonly StepProgress[]): readonly ErrorGroup[] {
  return failures.slice(0, shownErrors).map(({ code, message, step, count, sampleIds }) => ({
    code,
    message,
    step: steps.find((known) => known.step === step)?.name ?? null,
    count,
    sample_ids: sampleIds,
  }))
}

function endedOf(row: StatusFacts['row']): number {
  return sumOf(Object.values(row.counts)) - pendingOf(row.counts)
}

/** Rounded down to a tenth: 100 only when all is done. */
function percent(part: number, whole: number): number {
  if (whole === 0) return 0
  return Math.min(100, Math.floor((part * 1000) / whole) / 10)
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
