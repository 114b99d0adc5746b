import type { StepProgress } from '../../ledger/queries.ts'
import type { ReportFacts } from '../facts.ts'
import { secondsOf } from '../item-row.ts'
import { percentiles } from './performance.ts'

/** One entry per step, in the order of the pipeline. */
export function stagesSection({ steps, attempts }: ReportFacts) {
  return steps.map((step) => stage(step, attempts.step(step.step)))
}

function stage(step: StepProgress, { ms, notes }: ReturnType<ReportFacts['attempts']['step']>) {
  const { name, succeeded, failed, skipped, reused, retries } = step
  return {
    name,
    succeeded,
    failed,
    skipped,
    reused,
    retries,
    attempts: ms.count,
    busy_seconds: secondsOf(ms.sum),
    avg_seconds: ms.mean === undefined ? null : secondsOf(ms.mean),
    percentiles: percentiles(ms),
    measured: { numbers: { ...notes.numbers }, words: notes.words },
  }
}
