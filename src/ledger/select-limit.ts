import type { LimitRow } from './queries.ts'
import type { Store } from './store.ts'

export function selectLimit(store: Store, name: string): LimitRow | undefined {
  const row = store.get<LimitRow>('SELECT state, boot FROM "limit" WHERE name = ?', name)
  return row && { ...row }
}
