/** When a batch stops by its own rule. The first cause wins: later symptoms never overwrite it. */
import type { RunOptions } from '../pipeline/definition.ts'
import type { BatchState, Failure } from '../pipeline/outcome.ts'

export interface StopReason {
  readonly state: Extract<BatchState, 'failed' | 'interrupted' | 'cancelled'>
  readonly code: string
  readonly message: string
  readonly fix?: string
}

/** The batch fails for the cause of a failure. */
export function stopFor({ code, message, fix }: Omit<Failure, 'stack'>): StopReason {
  return { state: 'failed', code, message, ...(fix === undefined ? {} : { fix }) }
}

export type Rules = Pick<RunOptions, 'mode' | 'failFast' | 'tolerate'>

/** Why the batch must stop after a failure, or nothing while it may go on. */
export function stopAfterFailure(rules: Rules, { failed, total, totalIsFinal, failure }: FailureCase): StopReason | undefined {
  if (rules.failFast || rules.mode === 'strict') {
    const rule = rules.mode === 'strict' ? 'mode strict' : 'fail_fast' // strict implies fail_fast
    return { state: 'failed', code: 'FAIL_FAST', message: `stopped at the first failure (${rule}): ${failure.message}` }
  }
  const bound = tolerated(rules, totalIsFinal ? total : undefined)
  if (failed <= bound) return undefined
  return {
    state: 'failed',
    code: 'TOO_MANY_FAILURES',
    message: `${failed} items failed, more than the ${Math.floor(bound)} that \`tolerate\` allows`,
  }
}

export interface FailureCase {
  readonly failed: number
  readonly total: number
  /** The source has ended. */
  readonly totalIsFinal: boolean
  readonly failure: Failure
}

/** A share of how many is not known before the source has ended. */
function tolerated({ tolerate }: Rules, total: number | undefined): number {
  if (tolerate === undefined) return Number.POSITIVE_INFINITY
  if ('count' in tolerate) return tolerate.count
  return total === undefined ? Number.POSITIVE_INFINITY : tolerate.share * total
}
