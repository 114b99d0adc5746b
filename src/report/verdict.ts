/** A batch in one sentence. */
import { formatCount, plural } from '../base/format.ts'
import type { ItemCounts } from '../ledger/rows.ts'
import type { BatchState } from '../pipeline/outcome.ts'
import { pendingOf } from './counts.ts'

export interface VerdictFacts {
  readonly state: BatchState
  readonly reason: string | undefined
  readonly total: number
  readonly counts: ItemCounts
}

const openings: Readonly<Record<BatchState, string>> = {
  running: 'Still running',
  paused: 'Paused',
  interrupted: 'Interrupted',
  completed: 'Completed',
  failed: 'Stopped',
  cancelled: 'Cancelled',
}

/** `Completed: 36 of 41 items succeeded, 5 failed.` */
export function verdict({ state, reason, total, counts }: VerdictFacts): string {
  const opening = state === 'failed' && reason !== undefined ? `Stopped (${reason})` : openings[state]
  if (total === 0) return `${opening}: there was no item to work on.`
  const isClean = state === 'completed' && counts.succeeded === total
  if (isClean) return `Completed: ${total === 1 ? 'the item' : `all ${plural(total, 'item')}`} succeeded.`
  return `${opening}: ${[`${formatCount(counts.succeeded)} of ${plural(total, 'item')} succeeded`, ...rest(counts)].join(', ')}.`
}

function rest(counts: ItemCounts): readonly string[] {
  const parts = [
    [counts.failed, 'failed'],
    [counts.review, 'to be reviewed'],
    [counts.skipped, 'skipped'],
    [counts.cancelled, 'cancelled'],
    [pendingOf(counts), 'left to do'],
  ] as const
  return parts.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`)
}
