import type { RetryPolicy } from '../pipeline/definition.ts'

/**
 * How long to wait before the next try, in milliseconds. Full jitter after Brooker, "Exponential Backoff And Jitter":
 * a random point between 0 and the computed wait. What the service asked for is kept as the least.
 * @param failed tries that have failed so far, from 1
 * @param chance a random number from 0 to 1
 */
export function retryDelay(policy: RetryPolicy, { failed, chance, askedMs = 0 }: RetryCase): number {
  const grown = { exponential: policy.delayMs * 2 ** (failed - 1), linear: policy.delayMs * failed, constant: policy.delayMs }
  const computed = Math.min(policy.maxDelayMs, grown[policy.backoff])
  return Math.max(askedMs, Math.round(policy.jitter ? computed * chance : computed))
}

export interface RetryCase {
  readonly failed: number
  readonly chance: number
  readonly askedMs?: number | undefined
}

/** True while the policy allows one more try after `failed` have failed. */
export function mayRetry(policy: RetryPolicy, failed: number): boolean {
  return failed < policy.attempts
}
