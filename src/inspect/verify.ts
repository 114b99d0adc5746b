/** Whether what the ledger says was delivered is still there, byte for byte. */
import { errorCode } from '../base/errors.ts'
import { isObject } from '../base/json.ts'
import type { BatchRow, EndedRow } from '../ledger/rows.ts'
import { endedOf } from '../report/fold/pages.ts'
import { hashFile } from '../system/file-hash.ts'
import { each } from './each.ts'
import { type InspectedBatch, rowNow } from './find-batch.ts'
import { verifyDocument } from './verify-document.ts'

/** What a comparison of the ledger with the disk has found. */
export interface Verification {
  readonly batch_id: string
  readonly items: number
  readonly succeeded: number
  /** Items that succeeded and delivered at least one file. */
  readonly succeeded_with_files: number
  /** A document of results, which counts as one of the delivered files. */
  readonly documents: number
  /** Files that the ledger says were delivered, and those that are on disk as they were delivered. */
  readonly delivered: number
  readonly ok: number
  readonly changed: readonly string[]
  readonly missing: readonly string[]
  /** Could not be read: the path and why. */
  readonly unreadable: readonly string[]
  /** Every delivered file is as it was. */
  readonly holds: boolean
}

interface HashedFile {
  readonly path: string
  readonly sha256: string
}

/** Hashes every output again, and compares a document with what the ledger holds: takes as long as reading them all. */
export async function verifyBatch(batch: InspectedBatch): Promise<Verification> {
  const lists: Wrong = { changed: [], missing: [], unreadable: [] }
  const sums = { withFiles: 0, delivered: 0 }
  for await (const row of each(endedOf(batch.read, batch.row.batch))) {
    const files = hashedFiles(row)
    if (row.state === 'succeeded' && files.length > 0) sums.withFiles += 1
    sums.delivered += files.length
    for (const file of files) await check(file, lists)
  }
  const row = await rowNow(batch)
  const documents = await checkDocument(batch, row, lists)
  const wrong = lists.changed.length + lists.missing.length + lists.unreadable.length
  const { counts, name, total } = row
  const delivered = sums.delivered + documents
  return {
    batch_id: name,
    items: total,
    succeeded: counts.succeeded,
    succeeded_with_files: sums.withFiles,
    documents,
    delivered,
    ok: delivered - wrong,
    ...lists,
    holds: wrong === 0,
  }
}

interface Wrong {
  readonly changed: string[]
  readonly missing: string[]
  readonly unreadable: string[]
}

async function check({ path, sha256 }: HashedFile, wrong: Wrong): Promise<void> {
  try {
    if ((await hashFile(path)) !== sha256) wrong.changed.push(path)
  } catch (thrown) {
    sort(thrown, path, wrong)
  }
}

/** Resolves with how many documents the batch has: one or none. */
async function checkDocument(batch: InspectedBatch, row: BatchRow, wrong: Wrong): Promise<number> {
  const document = await verifyDocument(batch, row)
  if (document === undefined) return 0
  if (document.error !== undefined) sort(document.error, document.path, wrong)
  else if (!document.holds) wrong.changed.push(document.path)
  return 1
}

function sort(thrown: unknown, path: string, wrong: Wrong): void {
  const code = errorCode(thrown)
  if (code === 'ENOENT' || code === 'ENOTDIR') wrong.missing.push(path)
  else wrong.unreadable.push(`${path}: ${code ?? String(thrown)}`)
}

function hashedFiles({ files }: EndedRow): readonly HashedFile[] {
  const list: unknown = files === undefined ? [] : JSON.parse(files)
  return Array.isArray(list) ? list.filter(isHashedFile) : []
}

function isHashedFile(value: unknown): value is HashedFile {
  return isObject(value) && typeof value['path'] === 'string' && typeof value['sha256'] === 'string'
}
