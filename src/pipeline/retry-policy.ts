import type { RetryPolicy } from './definition.ts'
import type { StepKeys } from './schema-file.ts'

/** What is said, and the rest from `base`. `max_retries` counts repeats, `attempts` all tries. */
export function retryPolicy(
  { retry = {}, max_retries }: Pick<StepKeys, 'retry' | 'max_retries'>,
  base: RetryPolicy,
): RetryPolicy {
  const repeats = max_retries === undefined ? undefined : max_retries + 1
  return {
    attempts: retry.attempts ?? repeats ?? base.attempts,
    backoff: retry.backoff ?? base.backoff,
    delayMs: retry.delay ?? base.delayMs,
    maxDelayMs: retry.max_delay ?? base.maxDelayMs,
    jitter: retry.jitter ?? base.jitter,
  }
}
