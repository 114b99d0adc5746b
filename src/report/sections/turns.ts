import type { ReportFacts } from '../facts.ts'
import { secondsOf } from '../item-row.ts'
import type { Turn } from '../turn.ts'
import { rounded } from './performance.ts'

/** The turns of `batch_size` items, the first 1,000 of them; a batch without turns is one turn. */
export function turnsSection(facts: ReportFacts) {
  const { turns } = facts.events
  return (turns.length > 0 ? turns : [wholeBatch(facts)]).map(turnFacts)
}

function wholeBatch({ batch, items, activeMs }: ReportFacts): Turn {
  const { succeeded, failed, skipped } = items.counts
  return { turn: 1, size: batch.total, succeeded, failed, skipped, ms: activeMs }
}

function turnFacts({ turn, size, succeeded, failed, skipped, ms }: Turn) {
  const ended = succeeded + failed + skipped
  return {
    batch: turn,
    size,
    succeeded,
    failed,
    skipped,
    seconds: secondsOf(ms),
    items_per_second: ms > 0 ? rounded((ended * 1000) / ms) : null,
  }
}
