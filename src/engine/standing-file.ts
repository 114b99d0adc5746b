/** What stands at an output path already, and whether it may be replaced. */
import { stat } from 'node:fs/promises'
import { errorCode, PermanentError } from '../base/errors.ts'
import type { ClaimHolder } from '../ledger/rows.ts'
import type { OutputDefinition } from '../pipeline/definition.ts'
import { hashFile } from '../system/file-hash.ts'

export interface StandingCase {
  readonly path: string
  /** Who claimed the path before, as the ledger knows. */
  readonly previous: ClaimHolder | undefined
  /** The new content; absent when it is not made yet. */
  readonly sealed: { readonly sizeBytes: number; readonly sha256: string } | undefined
  readonly overwrite: OutputDefinition['overwrite']
}

export type Standing =
  | { readonly kind: 'absent' }
  | { readonly kind: 'ours' }
  | { readonly kind: 'same'; readonly mtimeMs: number }

interface FoundFile {
  readonly sizeBytes: number
  readonly mtimeMs: number
  readonly isFile: boolean
}

/** Throws OUTPUT_EXISTS for a file that must not be replaced. */
export async function standingFile({ path, previous, sealed, overwrite }: StandingCase): Promise<Standing> {
  const found = await statFile(path)
  if (found === undefined) return { kind: 'absent' }
  if (!found.isFile) throw exists(path, 'it is no file')
  if (sealed !== undefined && sealed.sizeBytes === found.sizeBytes && sealed.sha256 === (await hashFile(path))) {
    return { kind: 'same', mtimeMs: found.mtimeMs }
  }
  if (previous !== undefined && overwrite !== 'always') {
    const isOurs = await isDelivered(path, found, previous)
    if (!isOurs) throw exists(path, 'it has been changed since Millrace wrote it')
    if (overwrite === 'never' && sealed === undefined) return { kind: 'ours' }
  }
  if (overwrite === 'always') return { kind: 'ours' }
  if (previous === undefined) throw exists(path, 'Millrace did not write it')
  if (overwrite === 'never') throw exists(path, '`overwrite: never` is set')
  return { kind: 'ours' }
}

async function isDelivered(path: string, found: FoundFile, previous: ClaimHolder): Promise<boolean> {
  const isUntouched = found.sizeBytes === previous.sizeBytes && found.mtimeMs === previous.mtimeMs
  if (previous.state === 'delivered' && isUntouched) return true
  const hash = await hashFile(path)
  return hash === previous.sha256 || hash === previous.replacedSha256
}

async function statFile(path: string): Promise<FoundFile | undefined> {
  try {
    const stats = await stat(path)
    return { sizeBytes: stats.size, mtimeMs: stats.mtimeMs, isFile: stats.isFile() }
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT' || errorCode(thrown) === 'ENOTDIR') return undefined
    throw thrown
  }
}

function exists(path: string, why: string): PermanentError {
  return new PermanentError('OUTPUT_EXISTS', `${path} exists and is not replaced: ${why}`, {
    fix: 'Move it away, choose another output folder, or set `overwrite: always`.',
  })
}
