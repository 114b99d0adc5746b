/** What every text format refuses in the same words. */
import { UsageError } from '../base/errors.ts'
import type { SourceText } from './places.ts'

export const deepestText = 64

const dangerous = new Set(['__proto__', 'constructor', 'prototype'])

export function isDangerous(key: string): boolean {
  return dangerous.has(key)
}

/** Throws UsageError for a key that could change how objects work. */
export function refuseKey(key: string, source: SourceText, offset: number): void {
  if (dangerous.has(key)) throw broken({ code: 'KEY_REFUSED', message: `The key "${key}" is not allowed.` }, source, offset)
}

export function refuseDuplicate(key: string, source: SourceText, offset: number): never {
  throw broken({ code: 'KEY_DUPLICATE', message: `The key "${key}" is given twice in the same place.` }, source, offset)
}

export function refuseDepth(depth: number, source: SourceText, offset: number): void {
  if (depth > deepestText)
    throw broken({ code: 'TEXT_TOO_DEEP', message: `Expected at most ${deepestText} levels, got more.` }, source, offset)
}

/** A number that would not survive: JSON has no infinity, and large integers would lose their last digits. */
export function refuseNumber(value: number, source: SourceText, offset: number): void {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= 1e21)) return
  const message = 'Expected a number that can be kept exactly, got one that is too large.'
  throw broken({ code: 'NUMBER_REFUSED', message, fix: 'Write it in quotes.' }, source, offset)
}

export interface Broken {
  readonly code: string
  readonly message: string
  readonly fix?: string
}

export function broken({ code, message, fix }: Broken, source: SourceText, offset: number): UsageError {
  return new UsageError(code, message, { place: source.at(offset), ...(fix !== undefined && { fix }) })
}
