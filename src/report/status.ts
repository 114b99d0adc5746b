/** A batch at one moment, as `status --json` prints it and the live view draws it. */
import type { BatchState } from '../pipeline/outcome.ts'

export interface BatchStatus {
  readonly batch_id: string
  readonly pipeline: string
  readonly state: BatchState
  readonly reason: string | null
  /** While the source is read: at least this many. */
  readonly total: number
  readonly total_is_final: boolean
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
  readonly items_per_second: number | null
  readonly input_bytes: number
  readonly output_bytes: number
  readonly stages: readonly StageStatus[]
  readonly gates: readonly GateStatus[]
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
