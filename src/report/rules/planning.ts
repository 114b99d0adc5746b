import { formatDuration, plural } from '../../base/format.ts'
import type { ReportFacts } from '../facts.ts'
import type { Measures } from '../measures.ts'
import type { Recommendation, Rule } from './rule.ts'
import { suggestedWorkers } from './workers.ts'

export const planningRules: readonly Rule[] = [nextBatch]

const leastItems = 5
const largestTurn = 1_000
const memoryShare = 0.5

/** Workers, batch_size and time for the same number of items, from the measured use of CPU and memory. */
function nextBatch(facts: ReportFacts, measures: Measures): Recommendation | undefined {
  const { workers, activeMs } = measures
  const worked = facts.items.ms.count
  if (!workers || worked < leastItems || activeMs === 0) return undefined
  const suggested = suggestedWorkers(facts, measures) ?? workers
  const ms = (activeMs * workers) / suggested
  const turn = turnSize(facts, measures, suggested)
  const size = turn === undefined ? '' : `, \`batch_size\` ${turn}`
  return {
    rule: 'next-batch',
    advice: `Next batch: ${plural(suggested, 'worker')}${size}; ${plural(worked, 'item')} like these take about ${formatDuration(ms)}.`,
    evidence: {
      suggested_workers: suggested,
      ...(turn === undefined ? {} : { suggested_batch_size: turn }),
      items: worked,
      expected_seconds: ms / 1000,
      measured_seconds: activeMs / 1000,
      measured_workers: workers,
    },
  }
}

/** As many items as would fit into half of the memory at once, each with what one needed at the peak, in whole rounds. */
function turnSize({ events }: ReportFacts, { peakRssBytes, mostRunning }: Measures, workers: number): number | undefined {
  const limit = events.machine?.memoryLimitBytes
  if (!limit || peakRssBytes === 0 || mostRunning === 0) return undefined
  const fitting = (limit * memoryShare * mostRunning) / peakRssBytes
  return Math.max(1, Math.floor(Math.min(largestTurn, fitting) / workers)) * workers
}
