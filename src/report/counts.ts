/** The counts of a batch, and the promise that they add up. */
import { LedgerError } from '../base/errors.ts'
import { formatCount } from '../base/format.ts'
import type { ItemCounts } from '../ledger/rows.ts'

export interface Conservation {
  readonly holds: true
  /** All of them, parts included. */
  readonly items: number
  /** Of these: split from other items. */
  readonly parts: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly cancelled: number
  readonly review: number
  readonly pending: number
}

/** Everything that has not ended, running items included. */
export function pendingOf({ blocked, ready, running, waiting }: ItemCounts): number {
  return blocked + ready + running + waiting
}

/**
 * items of the input + parts = succeeded + failed + skipped + cancelled + review + pending; throws where that is not so.
 * @param items parts included
 */
export function conserve(items: number, counts: ItemCounts, parts = 0): Conservation {
  const { succeeded, failed, skipped, cancelled, review } = counts
  const pending = pendingOf(counts)
  const found = succeeded + failed + skipped + cancelled + review + pending
  if (found !== items) throw lostItems(items, found, counts)
  return { holds: true, items, parts, succeeded, failed, skipped, cancelled, review, pending }
}

function lostItems(items: number, found: number, counts: ItemCounts): LedgerError {
  const parts = Object.entries(counts).map(([state, count]) => `${count} ${state}`)
  return new LedgerError('CONSERVATION', `Expected ${items} items in all states together, got ${found} (${parts.join(', ')}).`, {
    fix: 'The ledger is damaged: keep a copy of the file, and run `millrace verify`.',
  })
}

/** `5,000 + 100,000 parts`, or only the number where nothing was split. */
export function itemsText({ items, parts }: Pick<Conservation, 'items' | 'parts'>): string {
  return parts === 0 ? formatCount(items) : `${formatCount(items - parts)} + ${formatCount(parts)} parts`
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
