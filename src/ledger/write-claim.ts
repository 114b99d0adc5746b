/** Who owns an output: one path, one item. */
import { LedgerError } from '../base/errors.ts'
import { itemKey, packHash } from './codes.ts'
import type { AnswerOf, Claim, DeliverForBatch } from './ops.ts'
import type { FileRow } from './rows.ts'
import { claimHolder, selectClaim } from './select-claims.ts'
import type { Writer } from './writer.ts'

const upsertClaim = `INSERT OR REPLACE INTO claim (path_key, path, item_id, step, batch, delivered, bytes, mtime, sha256, replaced)
  VALUES (?, ?, ?, ?, ?, 0, ?, 0, ?, ?)`

/** Granted unless another item of this batch, or of a newer one, holds the path. */
export function claim(writer: Writer, op: Claim): AnswerOf<Claim> {
  writer.batch(op.batch)
  const row = selectClaim(writer.store, op.pathKey)
  const holder = row && claimHolder(row)
  if (holder !== undefined && holder.itemId !== op.itemId && holder.batch >= op.batch) return { granted: false, holder }
  // Until the rename has happened the file of before may still stand there: it stays explained.
  const replaced = row === undefined ? null : row.delivered === 1 ? row.sha256 : row.replaced
  writer.store.run(upsertClaim, op.pathKey, op.path, op.itemId, op.step, op.batch, op.sizeBytes, packHash(op.sha256), replaced)
  return { granted: true, previous: holder }
}

interface Delivered {
  readonly batch: number
  readonly seq: number
  readonly files: readonly FileRow[]
}

const setDelivered = 'UPDATE claim SET delivered = 1, batch = max(batch, ?), bytes = ?, mtime = ?, sha256 = ?, replaced = NULL'
const markDelivered = `${setDelivered} WHERE path_key = ? AND item_id = (SELECT id FROM item WHERE key = ?)`
const markForBatch = `${setDelivered} WHERE path_key = ? AND item_id = ?`

/** The files stand at their paths. Each must be claimed by this item. */
export function deliver({ store }: Writer, { batch, seq, files }: Delivered): void {
  for (const file of files) {
    const { sizeBytes, mtimeMs, sha256, pathKey } = file
    const marked = store.run(markDelivered, batch, sizeBytes, mtimeMs, packHash(sha256), pathKey, itemKey(batch, seq))
    if (marked !== 1)
      throw new LedgerError('UNCLAIMED', `Item ${seq} of batch ${batch} delivered ${file.path} without holding the claim to it.`)
  }
}

/** As `deliver`, for what the batch as a whole has made. */
export function deliverForBatch(writer: Writer, { batch, itemId, files }: DeliverForBatch): undefined {
  writer.batch(batch)
  for (const { path, sizeBytes, mtimeMs, sha256, pathKey } of files) {
    const marked = writer.store.run(markForBatch, batch, sizeBytes, mtimeMs, packHash(sha256), pathKey, itemId)
    if (marked !== 1) throw new LedgerError('UNCLAIMED', `Batch ${batch} delivered ${path} without holding the claim to it.`)
  }
}
