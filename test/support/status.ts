import type { BatchStatus } from '../../src/report/status.ts'

/** A batch half way through, with what a test says differently. */
export function someStatus(changes: Partial<BatchStatus> = {}): BatchStatus {
  return {
    batch_id: '20260131-120000-7k3q',
    pipeline: 'avif-to-png',
    state: 'running',
    reason: null,
    total: 1000,
    watching: false,
    tuned: [],
    total_is_final: true,
    pending: 383,
    running: 4,
    succeeded: 598,
    failed: 9,
    skipped: 2,
    cancelled: 0,
    review: 4,
    reused: 120,
    retrying: 3,
    percent: 61.3,
    eta_seconds: 130,
    eta_low_seconds: 65,
    eta_high_seconds: 245,
    items_per_second: 2.4,
    input_bytes: 12_582_912,
    output_bytes: 83_886_080,
    stages: [],
    gates: [],
    top_errors: [],
    machine: null,
    session: 1,
    started_at: '2026-01-31T12:00:00.000Z',
    ended_at: null,
    elapsed_seconds: 252,
    ...changes,
  }
}

type Stage = BatchStatus['stages'][number]

export function someStage(
  name: string,
  changes: Partial<Omit<Stage, 'counts'>> & { readonly counts?: Partial<Stage['counts']> } = {},
): Stage {
  const counts = { succeeded: 612, failed: 0, skipped: 0, reused: 0, running: 0, retries: 0, ...changes.counts }
  return { name, percent: 61.2, seconds_per_item: 1.8, items_per_second: 2.4, top_errors: [], ...changes, counts }
}

export function someError(code: string, count: number, message = 'unexpected end of file'): BatchStatus['top_errors'][number] {
  return { code, message, step: 'convert', count, sample_ids: ['img/0042.avif'] }
}
