import { formatBytes, threeFigures } from '../../base/format.ts'
import type { ReportFacts } from '../facts.ts'

/** Sizes before and after, of the items that succeeded: only what has both sides is compared. */
export function spaceSection({ items }: ReportFacts) {
  const { before, after, inputs } = items.bytes
  const ratio = before > 0 ? after / before : null
  return {
    before_total: before,
    before_total_text: formatBytes(before),
    after_total: after,
    after_total_text: formatBytes(after),
    compression_ratio: ratio,
    compression_ratio_text: ratio === null ? null : `outputs take ${threeFigures(ratio)} × the space of their inputs`,
    all_inputs_total: inputs,
    all_inputs_total_text: formatBytes(inputs),
    biggest_growth: items.extremes.grown,
    biggest_savings: items.extremes.shrunk,
  }
}
