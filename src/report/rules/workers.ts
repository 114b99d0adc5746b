import { formatBytes, formatDuration, formatPercent, plural, threeFigures } from '../../base/format.ts'
import type { ReportFacts } from '../facts.ts'
import type { Measures } from '../measures.ts'
import type { Recommendation, Rule } from './rule.ts'

export const workerRules: readonly Rule[] = [memoryTight, moreWorkers, cpuBound, fewerWorkers, longTail]

/** Below this much work a share of anything is chance. */
const leastMs = 5_000
const tightShare = 0.8
const idleCpuShare = 0.65
const fullCpuShare = 0.85
const busyEfficiency = 0.75

/** How many workers the next batch should have; undefined where nothing was sampled. */
export function suggestedWorkers(facts: ReportFacts, measures: Measures): number | undefined {
  const { workers } = measures
  return workers && Math.min(fittingMemory(facts, measures), raised(facts, measures) ?? workers)
}

/** As many as keep the peak of memory, which grows with the workers, below four fifths of the limit. */
function fittingMemory({ events }: ReportFacts, { workers = 1, peakRssBytes }: Measures): number {
  const limit = events.machine?.memoryLimitBytes
  if (!limit || peakRssBytes === 0) return Number.POSITIVE_INFINITY
  return Math.max(1, Math.floor((workers * tightShare * limit) / peakRssBytes))
}

/** More than there were, where they were busy while the CPU was not; at most four times as many. */
function raised({ events }: ReportFacts, { workers, cpuShare, efficiency, activeMs }: Measures): number | undefined {
  if (!workers || !cpuShare || !efficiency || !events.machine || activeMs < leastMs) return undefined
  if (cpuShare > idleCpuShare || efficiency < busyEfficiency) return undefined
  return Math.min(Math.floor((workers * 0.95) / cpuShare), workers * 4)
}

function memoryTight(facts: ReportFacts, measures: Measures): Recommendation | undefined {
  const { peakRssBytes, workers } = measures
  const limit = facts.events.machine?.memoryLimitBytes
  if (!limit || !workers || peakRssBytes <= limit * tightShare) return undefined
  const fitting = fittingMemory(facts, measures)
  const use = `memory peaked at ${formatBytes(peakRssBytes)} of ${formatBytes(limit)}`
  return {
    rule: 'memory-tight',
    advice: `Use ${plural(fitting, 'worker')} next time: with ${workers}, ${use} (${formatPercent(peakRssBytes / limit)}).`,
    evidence: { peak_bytes: peakRssBytes, limit_bytes: limit, workers, suggested_workers: fitting },
  }
}

function moreWorkers(facts: ReportFacts, measures: Measures): Recommendation | undefined {
  const { workers, cpuShare, efficiency } = measures
  const room = suggestedWorkers(facts, measures)
  if (!room || !workers || !cpuShare || !efficiency || room <= workers) return undefined
  return {
    rule: 'more-workers',
    advice: `Try ${plural(room, 'worker')}: ${workers} were busy ${formatPercent(efficiency)} of the time, the CPU only ${formatPercent(cpuShare)}.`,
    evidence: { workers, suggested_workers: room, cpu_share: cpuShare, efficiency },
  }
}

function cpuBound({ events }: ReportFacts, { workers, cpuShare, activeMs }: Measures): Recommendation | undefined {
  const cores = events.machine?.cores
  if (!workers || !cores || !cpuShare || cpuShare < fullCpuShare || activeMs < leastMs) return undefined
  return {
    rule: 'cpu-bound',
    advice: `Stay with ${plural(workers, 'worker')}: the CPU was busy ${formatPercent(cpuShare)} on ${plural(cores, 'core')}, more workers would wait for it.`,
    evidence: { workers, cores, cpu_share: cpuShare },
  }
}

function fewerWorkers(facts: ReportFacts, measures: Measures): Recommendation | undefined {
  const { workers, averageRunning, efficiency, activeMs } = measures
  if (!workers || workers < 2 || averageRunning === undefined || !efficiency || activeMs < leastMs) return undefined
  if (efficiency > 0.4 || facts.batch.total < workers * 5) return undefined
  const enough = Math.max(1, Math.ceil(averageRunning))
  return {
    rule: 'fewer-workers',
    advice: `${plural(enough, 'worker')} would do: on average ${threeFigures(averageRunning)} of ${workers} were at work.`,
    evidence: { workers, average_at_once: averageRunning, suggested_workers: enough },
  }
}

function longTail(facts: ReportFacts, { tailMs, activeMs, workers }: Measures): Recommendation | undefined {
  if (!workers || workers < 2 || activeMs < leastMs || tailMs < activeMs * 0.15) return undefined
  const slowest = facts.items.ms.max
  const share = formatPercent(tailMs / activeMs)
  return {
    rule: 'long-tail',
    advice: `The last ${formatDuration(tailMs)} (${share}) kept less than half of ${workers} workers busy; the slowest item took ${formatDuration(slowest)}: start such items first, or split them.`,
    evidence: { tail_seconds: tailMs / 1000, active_seconds: activeMs / 1000, slowest_seconds: slowest / 1000 },
  }
}
