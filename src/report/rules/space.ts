import { formatBytes, formatDuration, plural, threeFigures } from '../../base/format.ts'
import type { ReportFacts } from '../facts.ts'
import type { Measures } from '../measures.ts'
import type { Recommendation, Rule } from './rule.ts'

export const spaceRules: readonly Rule[] = [diskTight, planDisk]

/** Outputs that differ this little from their inputs are no news. */
const notableGrowth = 1.5

function diskTight({ events, items }: ReportFacts): Recommendation | undefined {
  const free = events.machine?.diskFreeBytes
  const { after } = items.bytes
  const left = (free ?? 0) - after
  if (free === undefined || after === 0 || left > after * 2) return undefined
  return {
    rule: 'disk-tight',
    advice: `Make room before the next batch: this one wrote ${formatBytes(after)}, and ${formatBytes(Math.max(0, left))} were left of ${formatBytes(free)}.`,
    evidence: { output_bytes: after, free_bytes_at_start: free },
  }
}

function planDisk({ items }: ReportFacts, { busyMs }: Measures): Recommendation | undefined {
  const { before, after } = items.bytes
  const count = items.counts.succeeded
  if (count === 0 || before === 0 || after < before * notableGrowth) return undefined
  const growth = `outputs take ${threeFigures(after / before)} × the space of their inputs`
  const effort = `${formatDuration((busyMs * 1024 ** 2) / after)} of work per MiB written`
  return {
    rule: 'plan-disk',
    advice: `Plan ${formatBytes((after / count) * 1000)} of disk per 1,000 items: ${growth} (${formatBytes(before)} → ${formatBytes(after)} for ${plural(count, 'item')}), at ${effort}.`,
    evidence: { before_bytes: before, after_bytes: after, items: count, busy_seconds: busyMs / 1000 },
  }
}
