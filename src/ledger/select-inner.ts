/** How many items are no outputs, by their state: parts that a merge took in, and items whose parts stand for them. */
import { itemStates, keyRange } from './codes.ts'
import type { ItemCounts } from './rows.ts'
import type { Store } from './store.ts'

const byState = 'SELECT state, count(*) AS count FROM item WHERE key > ? AND key < ? AND inner > 0 GROUP BY state'

/** One look at each item of the batch. Every state is there, most of them with 0. */
export function selectInner(store: Store, batch: number): ItemCounts {
  const rows = store.all<{ state: number; count: number }>(byState, ...keyRange(batch))
  const counts = new Map(rows.map(({ state, count }) => [state, count]))
  return Object.fromEntries(itemStates.map((name, code) => [name, counts.get(code) ?? 0])) as ItemCounts // of all states
}
