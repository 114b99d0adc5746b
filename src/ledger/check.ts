import { itemStates, keyRange } from './codes.ts'
import { corrupt } from './faults.ts'
import type { Store } from './store.ts'

/**
 * Looks a file over whose last session did not end cleanly: its structure, and that the counters of its newest batch say
 * what the items say. Throws LedgerError LEDGER_CORRUPT.
 */
export function checkAfterCrash(store: Store, file: string): void {
  const last = store.get<{ ended: number | null; batch: number }>('SELECT ended, batch FROM session ORDER BY id DESC LIMIT 1')
  if (last === undefined || last.ended !== null) return
  const found = store.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check
  if (found !== 'ok') throw corrupt(file, found ?? 'its structure could not be read')
  checkCounts(store, file, last.batch)
}

function checkCounts(store: Store, file: string, batch: number): void {
  const counted = store.all<{ state: number; count: number }>(
    'SELECT state, count(*) AS count FROM item WHERE key > ? AND key < ? GROUP BY state',
    ...keyRange(batch),
  )
  const kept = store.get<Record<string, number>>('SELECT * FROM batch WHERE id = ? AND collected IS NULL', batch)
  if (kept === undefined) return
  const counts = new Map(counted.map(({ state, count }) => [itemStates[state] ?? `state ${state}`, count]))
  const wrong = [...new Set([...itemStates, ...counts.keys()])].find((name) => (counts.get(name) ?? 0) !== kept[name])
  if (wrong === undefined) return
  throw corrupt(file, `it says ${kept[wrong] ?? 0} items are ${wrong}, and ${counts.get(wrong) ?? 0} are`)
}
