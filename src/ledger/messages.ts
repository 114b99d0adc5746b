/**
 * What crosses between the caller and the ledger's thread. Everything travels as JSON text: a string is copied in one
 * piece, where cloning an object of twenty fields costs both threads several times as much.
 */
import {
  BatchError,
  type ErrorDetails,
  isMillraceError,
  LedgerError,
  type MillraceError,
  toError,
  UsageError,
} from '../base/errors.ts'
import type { WindowAsk } from './ledger.ts'
import type { PackedOp } from './pack.ts'
import type { LedgerQuery } from './queries.ts'

/** In the order of the calls. `close` is the last one. */
export type Request =
  | { readonly id: number; readonly kind: 'commit'; readonly ops: readonly PackedOp[] }
  | { readonly id: number; readonly kind: 'window'; readonly ask: WindowAsk }
  | { readonly id: number; readonly kind: 'read'; readonly query: LedgerQuery }
  | { readonly id: number; readonly kind: 'close' }

/** `null` stands for an answer that is undefined. */
export type Reply = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: ErrorText }

export interface ErrorText {
  readonly name: string
  readonly code: string
  readonly message: string
  readonly fix?: string
}

export function encodeError(error: unknown): ErrorText {
  if (!isMillraceError(error)) return { name: 'LedgerError', code: 'LEDGER_FAILED', message: toError(error).message }
  const { name, code, message, fix } = error
  return { name, code, message, ...(fix !== undefined && { fix }) }
}

const classes: Readonly<Record<string, new (code: string, message: string, details: ErrorDetails) => MillraceError>> = {
  BatchError,
  UsageError,
}

export function decodeError({ name, code, message, fix }: ErrorText): MillraceError {
  const Class = classes[name] ?? LedgerError
  return new Class(code, message, fix === undefined ? {} : { fix })
}
