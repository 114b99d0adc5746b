import { keyRange, state } from './codes.ts'
import type { SuccessSums } from './queries.ts'
import type { Store } from './store.ts'

const sums = `SELECT coalesce(sum(iif(parent IS NULL, bytes, 0)), 0) AS input, coalesce(sum(out_bytes), 0) AS output, count(*) AS items
  FROM item WHERE key > ? AND key < ? AND state = ${state.succeeded}`

/** Items that succeeded with at least one attempt that did work. */
const worked = `SELECT count(DISTINCT item.key) AS items FROM attempt CROSS JOIN item ON item.key = attempt.item
  WHERE attempt.id > (SELECT first_attempt FROM batch WHERE id = ?) AND attempt.id <= (SELECT last_attempt FROM batch WHERE id = ?)
    AND attempt.item > ? AND attempt.item < ? AND reused = 0 AND attempt.step >= 0 AND state = ${state.succeeded}`

/** One pass over the items, and one over the attempts where anything was reused at all. */
export function selectSuccesses(store: Store, batch: number): SuccessSums {
  const range = keyRange(batch)
  const { input = 0, output = 0, items = 0 } = store.get<{ input: number; output: number; items: number }>(sums, ...range) ?? {}
  const bytes = { inputBytes: input, outputBytes: output }
  const anyReuse = store.get('SELECT 1 FROM progress WHERE batch = ? AND reused > 0', batch)
  if (anyReuse === undefined) return { ...bytes, reused: 0 }
  return { ...bytes, reused: items - (store.get<{ items: number }>(worked, batch, batch, ...range)?.items ?? 0) }
}
