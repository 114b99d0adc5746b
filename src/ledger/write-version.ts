/** Versions of an item: the same id again, because what it stands for has changed. */
import { itemKey, onFailureCode, state } from './codes.ts'
import type { LiveBatch } from './live-batch.ts'
import { setDeps } from './write-link.ts'
import type { Writer } from './writer.ts'

export interface Version {
  readonly key: number
  readonly version: number
  readonly state: number
}

/** Nothing where the id is new. */
export function latestVersion({ store }: Writer, batch: number, id: string): Version | undefined {
  const sql = 'SELECT key, version, state FROM item WHERE batch = ? AND id = ? ORDER BY version DESC LIMIT 1'
  return store.get<Version>(sql, batch, id)
}

/** The item, new and ready, starts when the version before it has ended: two at once would write the same output. */
export function waitForVersion({ store }: Writer, live: LiveBatch, before: Version): void {
  if (before.state >= state.firstEnd) return
  const key = itemKey(live.id, live.total)
  store.run('INSERT INTO dep (on_key, key, on_failure) VALUES (?, ?, ?)', before.key, key, onFailureCode('run'))
  store.run(`UPDATE item SET state = ${state.blocked}, open_deps = 1 WHERE key = ?`, key)
  live.moved(state.ready, state.blocked)
  if (live.deps === 'none') setDeps(store, live, 'linked')
}
