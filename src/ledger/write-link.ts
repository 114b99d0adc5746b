/** When the source has ended: names that items wait for become edges between items. */
import { type DependencyAsk, type IdBook, linkItems } from '../pipeline/dependency-graph.ts'
import { fitsPattern, patternStart } from '../pipeline/id-pattern.ts'
import { itemKey, keyRange, onFailureCode, onFailureName, seqOf, state } from './codes.ts'
import { depsNames, type LiveBatch } from './live-batch.ts'
import type { Cascade } from './ops.ts'
import type { NewItem } from './rows.ts'
import type { Store } from './store.ts'
import { type CascadeSetting, judgeFree, type Waiting } from './write-cascade.ts'
import type { Writer } from './writer.ts'

/** The item, new and ready, waits until the source has ended: only then can anybody be looked up by name. */
export function keepAsks({ store }: Writer, live: LiveBatch, dependsOn: NonNullable<NewItem['dependsOn']>): void {
  const key = itemKey(live.id, live.total)
  const blocked = store.run(`UPDATE item SET state = ${state.blocked} WHERE key = ? AND state = ${state.ready}`, key)
  live.moved(state.ready, state.blocked, blocked)
  for (const { on, onFailure } of dependsOn)
    store.run('INSERT OR REPLACE INTO dep_ask (key, name, on_failure) VALUES (?, ?, ?)', key, on, onFailureCode(onFailure))
  if (live.deps !== 'asked') setDeps(store, live, 'asked')
}

/** Throws UsageError DEPENDENCY_MISSING, DEPENDENCY_CYCLE or DEPENDENCY_COUNT: the source does not end then. */
export function link(setting: CascadeSetting): Cascade | undefined {
  const { writer, live } = setting
  const { store } = writer
  const range = keyRange(live.id)
  const { dependants, dependencies, onFailure } = linkItems(new LedgerBook(store, live), asks(store, live.id))
  for (const [edge, item] of dependants.entries()) {
    const rule = onFailure[edge]
    const on = dependencies[edge]
    if (rule !== undefined && on !== undefined)
      store.run(
        'INSERT OR IGNORE INTO dep (on_key, key, on_failure) VALUES (?, ?, ?)',
        keyOf(live, on),
        keyOf(live, item),
        onFailureCode(rule),
      )
  }
  const waiting = store.all<Waiting>(
    `UPDATE item SET open_deps = ${openDeps} WHERE key IN (SELECT key FROM dep_ask WHERE key > ? AND key < ?) RETURNING key, open_deps`,
    ...range,
  )
  store.run('DELETE FROM dep_ask WHERE key > ? AND key < ?', ...range)
  setDeps(store, live, 'linked')
  return judgeFree(
    setting,
    waiting.filter(({ open_deps }) => open_deps === 0).map(({ key }) => key),
  )
}

/** How many of those that an item waits for have not ended. */
export const openDeps = `(SELECT count(*) FROM dep JOIN item AS on_item ON on_item.key = dep.on_key
  WHERE dep.key = item.key AND on_item.state < ${state.firstEnd})`

export function setDeps(store: Store, live: LiveBatch, deps: LiveBatch['deps']): void {
  live.deps = deps
  store.run('UPDATE batch SET deps = ? WHERE id = ?', depsNames.indexOf(deps), live.id)
}

const asksAtOnce = 10_000

function* asks(store: Store, batch: number): Generator<DependencyAsk> {
  const [above, below] = keyRange(batch)
  let after: { key: number; name: string } = { key: above, name: '' }
  for (;;) {
    const rows = store.all<{ key: number; name: string; on_failure: number }>(
      'SELECT * FROM dep_ask WHERE (key, name) > (?, ?) AND key < ? ORDER BY key, name LIMIT ?',
      after.key,
      after.name,
      below,
      asksAtOnce,
    )
    const last = rows.at(-1)
    if (last === undefined) return
    after = last
    for (const { key, name, on_failure } of rows) yield { item: seqOf(key) - 1, on: name, onFailure: onFailureName(on_failure) }
  }
}

function keyOf(live: LiveBatch, item: number): number {
  return itemKey(live.id, item + 1)
}

const mostSuggestions = 10_000

/** The items of the source, by id. Parts of items are not waited for: there are none yet. */
class LedgerBook implements IdBook {
  readonly size: number
  readonly #store: Store
  readonly #live: LiveBatch

  constructor(store: Store, live: LiveBatch) {
    this.size = live.total
    this.#store = store
    this.#live = live
  }

  find(id: string): number | undefined {
    const sql = 'SELECT key FROM item WHERE batch = ? AND id = ? AND parent IS NULL ORDER BY version DESC LIMIT 1'
    const row = this.#store.get<{ key: number }>(sql, this.#live.id, id)
    return row && seqOf(row.key) - 1
  }

  /** Along the index of ids, from the first that can fit to the last. */
  matching(pattern: string): readonly number[] {
    const start = patternStart(pattern)
    return this.#store
      .all<{ key: number; id: string }>(
        'SELECT key, id FROM item WHERE batch = ? AND id >= ? AND id < ? AND parent IS NULL ORDER BY key',
        this.#live.id,
        start,
        `${start}\u{10ffff}`,
      )
      .filter(({ id }) => fitsPattern(id, pattern))
      .map(({ key }) => seqOf(key) - 1)
  }

  idOf(item: number): string {
    const sql = 'SELECT id FROM item WHERE key = ?'
    return this.#store.get<{ id: string }>(sql, keyOf(this.#live, item))?.id ?? ''
  }

  some(): Iterable<string> {
    const sql = 'SELECT id FROM item WHERE key > ? AND key < ? AND parent IS NULL LIMIT ?'
    return this.#store.all<{ id: string }>(sql, ...keyRange(this.#live.id), mostSuggestions).map(({ id }) => id)
  }
}
