import type { RunOptions } from '../pipeline/definition.ts'
import { highestPriority } from '../pipeline/dependency.ts'
import type { ItemEntry } from '../sources/source.ts'

/** Sizes above this, 4 TiB, come last among those of the same priority, in the order of the source. */
const sizes = 2 ** 42

/**
 * The place of an item in its lane, fixed when it enters the ledger: lower ones run first, equal ones in the order of the
 * source. Priority decides in every order; 0 for an item that says nothing, which costs the ledger no byte.
 */
export function rankOf({ priority, sizeBytes }: Pick<ItemEntry, 'priority' | 'sizeBytes'>, order: RunOptions['order']): number {
  const size = order === 'smallest_first' ? Math.min(sizeBytes, sizes - 1) : 0
  return size - Math.min(priority, highestPriority) * sizes
}
