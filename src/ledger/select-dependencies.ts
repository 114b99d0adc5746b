import { itemKey, onFailureName, stateName } from './codes.ts'
import type { LedgerQuery } from './queries.ts'
import type { DependencyRow } from './rows.ts'
import type { Store } from './store.ts'

type DependenciesQuery = Extract<LedgerQuery, { readonly get: 'dependencies' }>

interface DependencyColumns {
  readonly id: string
  readonly state: number | null
  readonly on_failure: number
}

const linked = `SELECT on_item.id, on_item.state, on_failure FROM dep JOIN item AS on_item ON on_item.key = dep.on_key
  WHERE dep.key = ? ORDER BY on_key LIMIT ?`
const asked = 'SELECT name AS id, NULL AS state, on_failure FROM dep_ask WHERE key = ? ORDER BY name LIMIT ?'

export function selectDependencies(store: Store, { batch, seq, limit }: DependenciesQuery): readonly DependencyRow[] {
  const key = itemKey(batch, seq)
  const rows = [...store.all<DependencyColumns>(linked, key, limit), ...store.all<DependencyColumns>(asked, key, limit)]
  return rows.map(({ id, state, on_failure }) => ({
    id,
    state: state === null ? undefined : stateName(state),
    onFailure: onFailureName(on_failure),
  }))
}
