/** From what was thrown to what happens next: the one place where an attempt's exceptions become values. */
import { BatchError, errorCode, isMillraceError, PermanentError, type RetryableError, toError } from '../base/errors.ts'
import type { Failure, StepOutcome } from '../pipeline/outcome.ts'
import { isDiskFull } from '../system/storage-error.ts'

export function failureOf(thrown: unknown): Failure {
  const error = toError(thrown)
  const code = errorCode(thrown) ?? 'STEP_THREW'
  const fix = isMillraceError(thrown) ? thrown.fix : undefined
  return { code, message: error.message, ...(fix === undefined ? {} : { fix }), stack: stackOf(error) }
}

/** An error that says nothing about itself may pass: it is tried again while the policy allows. */
export function outcomeOf(thrown: unknown): StepOutcome {
  if (isOfClass(thrown, 'SkipItem')) return { kind: 'skipped', reason: thrown.message }
  const failure = failureOf(thrown)
  if (isDiskFull(thrown)) return { kind: 'stop', failure: { ...failure, code: 'DISK_FULL' } }
  if (crowdedCodes.has(failure.code) || crowdedCodes.has(causeCode(thrown))) return { kind: 'crowded', failure }
  if (thrown instanceof BatchError || isOfClass(thrown, 'BatchError')) return { kind: 'stop', failure }
  if (thrown instanceof PermanentError || isOfClass(thrown, 'PermanentError')) return { kind: 'failed', failure }
  const { afterMs, isThrottle } = asked(thrown)
  return { kind: isThrottle ? 'throttled' : 'retry', failure, afterMs }
}

/** What the service said, also through an error of another installed copy of Millrace. */
function asked(thrown: unknown): { readonly afterMs: number | undefined; readonly isThrottle: boolean } {
  if (!isOfClass(thrown, 'RetryableError')) return { afterMs: undefined, isThrottle: false }
  const { retryAfterMs, isThrottle } = thrown as Partial<RetryableError> // its name says so
  return { afterMs: retryAfterMs, isThrottle: isThrottle === true }
}

/** No file handle or process to be had: not the item's fault, and over when others have ended. */
const crowdedCodes = new Set(['EMFILE', 'ENFILE', 'EAGAIN'])

function causeCode(thrown: unknown): string {
  return (thrown instanceof Error && errorCode(thrown.cause)) || ''
}

/** Also holds for errors of another installed copy of Millrace. */
function isOfClass(thrown: unknown, name: string): thrown is Error {
  return isMillraceError(thrown) && thrown.name === name
}

function stackOf(error: Error): string {
  const own = error.stack ?? error.message
  return error.cause instanceof Error ? `${own}\ncaused by: ${stackOf(error.cause)}` : own
}
