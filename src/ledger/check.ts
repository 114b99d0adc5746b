import { itemStates, keyRange } from './codes.ts'
import { corrupt } from './faults.ts'
import type { Store } from './store.ts'

/** Below this a full check takes less than half a second, so it is made after every kill. */
const cheapPages = 16_384

/**
 * Looks a file over whose last session did not end cleanly: that the counters of its newest batch say what the items say,
 * and, when it is small or the machine itself went down, the whole structure with its indexes (about four seconds for a
 * million items). Throws LedgerError LEDGER_CORRUPT.
 */
export function checkAfterCrash(store: Store, file: string, boot: string): void {
  const sql = 'SELECT ended, batch, boot FROM session ORDER BY id DESC LIMIT 1'
  const last = store.get<{ ended: number | null; batch: number; boot: string }>(sql)
  if (last === undefined || last.ended !== null) return
  const pages = store.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0
  if (last.boot !== boot || pages <= cheapPages) checkStructure(store, file)
  checkCounts(store, file, last.batch)
}

function checkStructure(store: Store, file: string): void {
  const found = store.get<{ integrity_check: string }>('PRAGMA integrity_check(1)')?.integrity_check
  if (found !== 'ok')
    throw corrupt(file, found?.replace(/^\*\*\* in database main \*\*\*\n/, '') ?? 'its structure could not be read')
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
