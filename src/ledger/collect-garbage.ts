/**
 * Drops what old batches have left, one chunk per transaction, so that a large ledger needs neither a long journal nor memory.
 * A batch is old when it is neither among the newest `keepBatches` nor younger than `olderThan`; one that runs is never old.
 * Its row, its counters and its sessions stay: history remains readable.
 */
import { keyRange } from './codes.ts'
import type { AnswerOf, CollectGarbage } from './ops.ts'
import type { Writer } from './writer.ts'

const chunkRows = 20_000

type Transaction = <Value>(work: () => Value) => Value

export function collectGarbage(writer: Writer, op: CollectGarbage, transaction: Transaction): AnswerOf<CollectGarbage> {
  const old = transaction(() => oldBatches(writer, op))
  const rows = old.reduce((sum, batch) => sum + dropBatch(writer, batch, transaction), 0)
  const forgotten = op.forget ? old.reduce((sum, batch) => sum + forgetResults(writer, batch, transaction), 0) : 0
  transaction(() => {
    for (const batch of old) writer.store.run('UPDATE batch SET collected = 1 WHERE id = ?', batch)
  })
  return { batches: old.length, rows: rows + forgotten, blobs: writer.blobs.sweep((hash) => isReferenced(writer, hash)) }
}

function oldBatches({ store }: Writer, { keepBatches, olderThan }: CollectGarbage): number[] {
  const sql = `SELECT id FROM batch WHERE collected IS NULL AND state NOT IN ('running', 'paused') AND created < ?
    AND id NOT IN (SELECT id FROM batch ORDER BY id DESC LIMIT ?) ORDER BY id`
  return store.all<{ id: number }>(sql, olderThan, keepBatches).map(({ id }) => id)
}

function dropBatch(writer: Writer, batch: number, transaction: Transaction): number {
  const [above, below] = keyRange(batch)
  const keys = `key > ${above} AND key < ${below}`
  const attempts = `id > (SELECT first_attempt FROM batch WHERE id = ${batch}) AND id <= (SELECT last_attempt FROM batch WHERE id = ${batch})
    AND item > ${above} AND item < ${below}`
  const chunks = [
    `DELETE FROM attempt WHERE id IN (SELECT id FROM attempt WHERE ${attempts} LIMIT ${chunkRows})`,
    `DELETE FROM input WHERE key IN (SELECT key FROM input WHERE ${keys} LIMIT ${chunkRows})`,
    `DELETE FROM item WHERE key IN (SELECT key FROM item WHERE ${keys} LIMIT ${chunkRows})`,
    `DELETE FROM dep WHERE (on_key, key) IN (SELECT on_key, key FROM dep WHERE on_key > ${above} AND on_key < ${below} LIMIT ${chunkRows})`,
    `DELETE FROM dep_ask WHERE (key, name) IN (SELECT key, name FROM dep_ask WHERE ${keys} LIMIT ${chunkRows})`,
    `DELETE FROM family WHERE (parent, born) IN (SELECT parent, born FROM family WHERE parent > ${above} AND parent < ${below} LIMIT ${chunkRows})`,
    `DELETE FROM event WHERE id IN (SELECT id FROM event WHERE batch = ${batch} LIMIT ${chunkRows})`,
  ]
  return chunks.reduce((sum, chunk) => sum + repeat(writer, chunk, transaction), 0)
}

/** Results of the batch whose item no batch has any more: what a later run could reuse stays. */
function forgetResults(writer: Writer, batch: number, transaction: Transaction): number {
  const chunk = `DELETE FROM result WHERE (item_id, step, fp) IN (SELECT item_id, step, fp FROM result AS old WHERE old.batch = ${batch}
    AND NOT EXISTS (SELECT 1 FROM batch CROSS JOIN item ON item.batch = batch.id AND item.id = old.item_id) LIMIT ${chunkRows})`
  return repeat(writer, chunk, transaction)
}

function repeat({ store }: Writer, chunk: string, transaction: Transaction): number {
  const round = () => transaction(() => store.run(chunk))
  let sum = 0
  for (let rows = round(); rows > 0; rows = round()) sum += rows
  return sum
}

/** Also false for what a dead owner left half written. */
function isReferenced({ store }: Writer, name: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(name)) return false
  const hash = Buffer.from(name, 'hex')
  const sql = `SELECT 1 WHERE EXISTS (SELECT 1 FROM result WHERE blob = ?1) OR EXISTS (SELECT 1 FROM input WHERE blob = ?1)
    OR EXISTS (SELECT 1 FROM family WHERE blob = ?1)`
  return store.get(sql, hash) !== undefined
}
