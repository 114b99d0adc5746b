import { unpackHash } from './codes.ts'
import type { ClaimHolder, StampRow } from './rows.ts'
import type { Store } from './store.ts'

export interface ClaimRecord {
  readonly path_key: string
  readonly path: string
  readonly item_id: string
  readonly step: string
  readonly batch: number
  readonly delivered: number
  readonly bytes: number
  readonly mtime: number
  readonly sha256: string | Uint8Array
  readonly replaced: string | Uint8Array | null
}

export function selectClaim(store: Store, pathKey: string): ClaimRecord | undefined {
  return store.get<ClaimRecord>('SELECT * FROM claim WHERE path_key = ?', pathKey)
}

interface ClaimPage {
  readonly batch: number
  readonly after: string
  readonly limit: number
}

export function selectClaims(store: Store, { batch, after, limit }: ClaimPage): readonly ClaimHolder[] {
  return store
    .all<ClaimRecord>('SELECT * FROM claim WHERE batch = ? AND path_key > ? ORDER BY path_key LIMIT ?', batch, after, limit)
    .map(claimHolder)
}

export function claimHolder(row: ClaimRecord): ClaimHolder {
  return {
    path: row.path,
    pathKey: row.path_key,
    itemId: row.item_id,
    step: row.step,
    batch: row.batch,
    state: row.delivered === 1 ? 'delivered' : 'claimed',
    sizeBytes: row.bytes,
    mtimeMs: row.mtime,
    sha256: unpackHash(row.sha256),
    ...(row.replaced === null ? {} : { replacedSha256: unpackHash(row.replaced) }),
  }
}

interface StampRecord extends Pick<StampRow, 'path' | 'inode'> {
  readonly bytes: number
  readonly mtime: number
  readonly ctime: number
  readonly sha256: string | Uint8Array
}

export function selectStamp(store: Store, path: string): StampRow | undefined {
  const row = store.get<StampRecord>('SELECT * FROM stamp WHERE path = ?', path)
  if (row === undefined) return undefined
  const { bytes, mtime, ctime, inode, sha256 } = row
  return { path, sizeBytes: bytes, mtimeMs: mtime, ctimeMs: ctime, inode, sha256: unpackHash(sha256) }
}
