/**
 * After items were reopened: those that ended because of others wait for them once more, and are judged anew when they have
 * ended; those that have not run yet wait for them too.
 */
import { dependencyFailed } from '../pipeline/dependency.ts'
import { keyRange, state } from './codes.ts'
import type { Store } from './store.ts'
import { openDeps } from './write-link.ts'
import type { Writer } from './writer.ts'

const endedByOthers = `item.state IN (${state.failed}, ${state.skipped}) AND item.code = '${dependencyFailed}'`

interface Dependant {
  readonly key: number
  readonly state: number
}

/** Goes by how the items stand now, so it can follow any change. Returns how many were reopened. */
export function reopenDependants(writer: Writer, batch: number): number {
  const live = writer.batch(batch)
  if (live.deps === 'none') return 0
  const { store } = writer
  const queue = behindOpen(store, batch)
  let reopened = 0
  for (let dependant = queue.pop(); dependant !== undefined; dependant = queue.pop()) {
    if (!hasEnded(store, dependant.key)) continue
    block(store, dependant.key)
    live.moved(dependant.state, state.blocked)
    reopened += 1
    for (const next of behind(store, dependant.key)) queue.push(next)
  }
  recount(writer, batch)
  return reopened
}

/** What ended because of others, directly behind an item that has not ended. */
function behindOpen(store: Store, batch: number): Dependant[] {
  const [above, below] = keyRange(batch)
  return store.all<Dependant>(
    `SELECT DISTINCT item.key, item.state FROM dep JOIN item ON item.key = dep.key JOIN item AS on_item ON on_item.key = dep.on_key
      WHERE dep.on_key > ? AND dep.on_key < ? AND on_item.state < ${state.firstEnd} AND ${endedByOthers}`,
    above,
    below,
  )
}

function behind(store: Store, key: number): Dependant[] {
  const sql = `SELECT item.key, item.state FROM dep JOIN item ON item.key = dep.key WHERE dep.on_key = ? AND ${endedByOthers}`
  return store.all<Dependant>(sql, key)
}

/** One that was reopened since it was found has not ended any more. */
function hasEnded(store: Store, key: number): boolean {
  return store.get(`SELECT 1 FROM item WHERE key = ? AND ${endedByOthers}`, key) !== undefined
}

function block(store: Store, key: number): void {
  store.run(
    `UPDATE item SET state = ${state.blocked}, step = born + 1, tries = 0, losses = 0, due = NULL, code = NULL, reason = NULL WHERE key = ?`,
    key,
  )
}

/** What has not run yet waits for everybody that has not ended, also for those that had ended before. */
function recount(writer: Writer, batch: number): void {
  const { store } = writer
  const range = keyRange(batch)
  const pending = `key > ? AND key < ? AND state IN (${state.blocked}, ${state.ready}) AND EXISTS (SELECT 1 FROM dep WHERE dep.key = item.key)`
  const blocked = () =>
    store.get<{ count: number }>(`SELECT count(*) AS count FROM item WHERE ${pending} AND state = ${state.blocked}`, ...range)
      ?.count ?? 0
  const before = blocked()
  store.run(`UPDATE item SET open_deps = ${openDeps} WHERE ${pending}`, ...range)
  store.run(`UPDATE item SET state = iif(open_deps > 0, ${state.blocked}, ${state.ready}) WHERE ${pending}`, ...range)
  writer.batch(batch).moved(state.ready, state.blocked, blocked() - before)
}
