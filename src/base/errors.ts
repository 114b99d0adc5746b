/**
 * Errors say what happens next: the class is the decision, `code` is stable text for programs,
 * `fix` is one sentence for a person, `cause` is kept.
 */
export interface ErrorDetails {
  readonly cause?: unknown
  /** What to do about it, one sentence. */
  readonly fix?: string
}

export interface RetryDetails extends ErrorDetails {
  readonly retryAfterMs?: number
  /** @default false */
  readonly isThrottle?: boolean
}

const mark = Symbol.for('millrace.error')

/** What every error of Millrace has: a stable code, and what to do about it where that is known. */
export abstract class MillraceError extends Error {
  readonly code: string
  readonly fix: string | undefined
  readonly [mark] = true

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.name = new.target.name
    this.code = code
    this.fix = details.fix
  }
}

/**
 * Try this item again later, through the same gates; `retryAfterMs` is what the service asked for.
 * `isThrottle`: the service answered that it is asked too much. Everybody on its limits waits, and no try is counted.
 */
export class RetryableError extends MillraceError {
  readonly retryAfterMs: number | undefined
  readonly isThrottle: boolean

  constructor(code: string, message: string, details: RetryDetails = {}) {
    super(code, message, details)
    this.retryAfterMs = details.retryAfterMs
    this.isThrottle = details.isThrottle ?? false
  }
}

/** This item fails now: trying again cannot help. */
export class PermanentError extends MillraceError {}

/** The batch stops (exit 3): nothing else could succeed either. Items that are not done stay pending. */
export class BatchError extends MillraceError {}

/** The item ends here as skipped, and the message is the reason. What a step throws that decides about its item. */
export class SkipItem extends MillraceError {
  constructor(reason: string) {
    super('SKIPPED', reason)
  }
}

/** A place in a file that a person wrote, counted from 1. */
export interface Place {
  readonly file: string
  readonly line?: number
  readonly column?: number
}

/** Bad usage, configuration or preflight (exit 2): nothing was started. */
export class UsageError extends MillraceError {
  readonly place: Place | undefined

  constructor(code: string, message: string, details: ErrorDetails & { readonly place?: Place } = {}) {
    super(code, message, details)
    this.place = details.place
  }
}

/** The ledger is corrupt or from a newer version (exit 4). */
export class LedgerError extends MillraceError {}

/** Another process owns the batch (exit 5). */
export class OwnedError extends MillraceError {
  readonly pid: number

  constructor(pid: number, message: string, details: ErrorDetails = {}) {
    super('OWNED', message, details)
    this.pid = pid
  }
}

/** True for Millrace's own errors, also across two installed copies. */
export function isMillraceError(error: unknown): error is MillraceError {
  return typeof error === 'object' && error !== null && mark in error
}

/** Anything that was thrown, as an Error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** The code of a system error (`ENOENT` …) or of one of ours. */
export function errorCode(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined
  return typeof thrown.code === 'string' ? thrown.code : undefined
}

/** `file:line:column`, as editors and terminals link it. */
export function placeText({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':')
}
