/**
 * Verbs over an item and its children. What holds at the end of every transaction: `open_children` of an item is the number
 * of its children that have not ended, and an item that is `waiting` has at least one.
 */
import { LedgerError } from '../base/errors.ts'
import { endStates } from '../pipeline/outcome.ts'
import { itemKey, keyRange, state } from './codes.ts'
import type { Expand, NewChild } from './family-rows.ts'
import type { LiveBatch } from './live-batch.ts'
import type { AnswerOf } from './ops.ts'
import type { Writer } from './writer.ts'

/** As long as data of items from a source may be: see write-ingest.ts. */
const longestInlineChars = 65_536

const insertChild = `INSERT INTO item (key, batch, id, version, rank, bytes, state, step, attempt, tries, losses, out_bytes, us,
    parent, born, family_index, inner) VALUES (?, ?, ?, ?, ?, ?, ${state.ready}, ?, 0, 0, 0, 0, 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

interface ParentRecord {
  readonly key: number
  readonly version: number
  readonly rank: number
}

/** Writes children down, ignoring those that are there. Fenced: the parent must be walking. */
export function expand(writer: Writer, op: Expand): AnswerOf<Expand> {
  const live = writer.batch(op.batch)
  const parent = walkingParent(writer, op)
  if (op.names !== undefined) keepNames(writer, parent, op)
  const before = live.total
  const taken = op.children.find((child, offset) => !addChild({ writer, live, parent, op }, child, offset))
  const inserted = live.total - before
  live.children += inserted
  writer.store.run('UPDATE item SET open_children = open_children + ? WHERE key = ?', inserted, parent.key)
  const count = op.from + op.children.length
  if (op.done && taken === undefined)
    writer.store.run('UPDATE family SET count = ? WHERE parent = ? AND born = ?', count, parent.key, op.born)
  return taken === undefined ? { inserted } : { inserted, taken: taken.id }
}

function walkingParent({ store }: Writer, { batch, seq, attempt }: Expand): ParentRecord {
  const sql = `SELECT key, version, rank FROM item WHERE key = ? AND state = ${state.running} AND attempt = ?`
  const parent = store.get<ParentRecord>(sql, itemKey(batch, seq), attempt)
  if (parent !== undefined) return parent
  throw new LedgerError('STALE', `Item ${seq} in batch ${batch} has gone on without attempt ${attempt}: it gets no children.`)
}

function keepNames(writer: Writer, { key }: ParentRecord, { born, names = '{}' }: Expand): void {
  const { inline, blob } = writer.place(names, longestInlineChars)
  writer.store.run(
    `INSERT INTO family (parent, born, names, blob) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET names = excluded.names, blob = excluded.blob`,
    ...[key, born, inline, blob],
  )
}

interface Into {
  readonly writer: Writer
  readonly live: LiveBatch
  readonly parent: ParentRecord
  readonly op: Expand
}

/** False when another item has this id. */
function addChild(into: Into, child: NewChild, offset: number): boolean {
  const { writer, live, parent, op } = into
  const key = itemKey(live.id, live.total + 1)
  const born = [op.born + 1, parent.key, op.born, op.from + offset, Number(op.inner)]
  const isNew = writer.store.run(insertChild, key, live.id, child.id, parent.version, parent.rank, child.sizeBytes, ...born) === 1
  if (!isNew) return isOwnChild(into, child)
  const { inline, blob } = writer.place(child.data, longestInlineChars)
  writer.store.run("INSERT INTO input VALUES (?, ?, '{}', NULL, ?)", key, inline, blob)
  live.total += 1
  live.moved(undefined, state.ready)
  return true
}

function isOwnChild({ writer, live, parent, op }: Into, { id }: NewChild): boolean {
  const found = writer.store.get<{ parent: number | null; born: number }>(
    'SELECT parent, born FROM item WHERE batch = ? AND id = ? AND version = ?',
    ...[live.id, id, parent.version],
  )
  return found?.parent === parent.key && found.born === op.born
}

/** A child has ended. Returns the step at which its parent goes on, when it was the last one that the parent waited for. */
export function childEnded(writer: Writer, batch: number, parent: number): number | undefined {
  const key = itemKey(batch, parent)
  writer.store.run('UPDATE item SET open_children = open_children - 1 WHERE key = ?', key)
  return wakeParent(writer, batch, key)
}

/** The step at which a waiting item goes on that no child holds back any more. */
export function wakeParent(writer: Writer, batch: number, key: number): number | undefined {
  const { store } = writer
  const wake = `UPDATE item SET state = ${state.ready} WHERE key = ? AND state = ${state.waiting} AND open_children = 0`
  if (store.run(wake, key) === 0) return undefined
  writer.batch(batch).moved(state.waiting, state.ready)
  return store.get<{ step: number }>('SELECT step FROM item WHERE key = ?', key)?.step
}

/** After many items have ended or were reopened at once: counts anew. One look at each item, only where there are families. */
export function recountFamilies(writer: Writer, batch: number): void {
  if (!hasFamilies(writer, batch)) return
  const range = keyRange(batch)
  const open = `SELECT count(*) FROM item AS child WHERE child.parent = item.key AND child.state < ${state.firstEnd}`
  const parents = 'SELECT parent FROM item AS child WHERE child.key > ? AND child.key < ? AND child.parent IS NOT NULL'
  writer.store.run(`UPDATE item SET open_children = (${open}) WHERE key IN (${parents})`, ...range)
  const isFree = `key > ? AND key < ? AND state = ${state.waiting} AND open_children = 0`
  const woken = writer.store.run(`UPDATE item SET state = ${state.ready} WHERE ${isFree}`, ...range)
  writer.batch(batch).moved(state.waiting, state.ready, woken)
}

export function hasFamilies({ store }: Writer, batch: number): boolean {
  return store.get('SELECT 1 FROM family WHERE parent > ? AND parent < ? LIMIT 1', ...keyRange(batch)) !== undefined
}

/** Ended items of which a part that they need runs again: for `reopen`, again and again until there are none. */
export const parentsOfOpen = {
  states: endStates,
  where: `item.key IN (SELECT parent FROM item AS child WHERE child.key > ? AND child.key < ? AND child.inner = 1
    AND child.state < ${state.firstEnd})`,
} as const

/** Everything below an item: its parts, their parts. */
export const descendants = `item.key IN (WITH RECURSIVE below (key) AS (SELECT key FROM item WHERE parent = ?
  UNION ALL SELECT item.key FROM item JOIN below ON item.parent = below.key) SELECT key FROM below)`
