import { systemClock } from '../base/clock.ts'
import { endTree } from './process-tree.ts'

/**
 * Ends what a dead owner of this batch left running: every process with `MILLRACE_BATCH=<batchName>` in its environment
 * and its descendants, except this process and its ancestors. Resolves with how many there were.
 */
export function killOrphans(batchName: string): Promise<number> {
  return endTree({ mark: `MILLRACE_BATCH=${batchName}` }, systemClock)
}
