import type { RunOptions } from '../pipeline/definition.ts'
import { highestPriority } from '../pipeline/dependency.ts'
import type { ItemEntry } from '../sources/source.ts'

/** Sizes above this, 4 TiB, come last among those of the same priority, in the order of the source. */
const sizes = 2 ** 42

/** So long has an item waited that comes before one of the next higher priority, which has only just arrived. */
const priorityMs = 60_000
/** The same of one that is twice as large. */
const doublingMs = 10_000

/**
 * As `rankOf`, where items keep coming: the longer an item waits, the more of those that arrive later come behind it,
 * whatever their priority and size. Waiting counts for all of them alike, so the time of arrival says all of it.
 */
export function agedRank(
  { priority, sizeBytes, arrivedAt }: Pick<ItemEntry, 'priority' | 'sizeBytes'> & { readonly arrivedAt: number },
  order: RunOptions['order'],
): number {
  const size = order === 'smallest_first' ? Math.log2(sizeBytes + 1) * doublingMs : 0
  return Math.round(arrivedAt + size) - Math.min(priority, highestPriority) * priorityMs
}

/**
 * The place of an item in its lane, fixed when it enters the ledger: lower ones run first, equal ones in the order of the
 * source. Priority decides in every order; 0 for an item that says nothing, which costs the ledger no byte.
 */
export function rankOf({ priority, sizeBytes }: Pick<ItemEntry, 'priority' | 'sizeBytes'>, order: RunOptions['order']): number {
  const size = order === 'smallest_first' ? Math.min(sizeBytes, sizes - 1) : 0
  return size - Math.min(priority, highestPriority) * sizes
}
