/**
 * Makes files appear whole. The order is the promise: `temporaryFor`, fill it, `seal` (sync and hash), `publish` (rename
 * and sync the folder), `discard`. Until `publish` renames, nothing is seen at the final path; from then on it is complete.
 */
import { constants } from 'node:fs'
import { type FileHandle, link, lstat, mkdir, open, readdir, rename, rm, rmdir, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { errorCode, PermanentError, RetryableError } from '../base/errors.ts'
import { failpoint } from '../base/failpoint.ts'
import { sha256 } from '../base/json.ts'
import { hashOpen } from './file-hash.ts'
import { openFolder, openIfThere } from './open-folder.ts'
import { storageError } from './storage-error.ts'

/** Where unfinished files lie, below the output root: on the same file system, so that a rename is enough. */
export const temporaryFolderName = '.millrace-tmp'

export interface Sealed {
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

/**
 * A path for one unfinished file, `<root>/.millrace-tmp/<key>/<name>`, in a new and empty folder. The file is not created.
 * A name that is long or odd is shortened; its extension stays, as programs choose the format by it.
 */
export async function temporaryFor(root: string, key: string, name: string): Promise<string> {
  try {
    const parent = join(root, temporaryFolderName)
    await using folder = await openFolder(root, parent, 0)
    const own = safeKey(key)
    await rm(folder.at(own), { recursive: true, force: true })
    await mkdir(folder.at(own))
    return join(parent, own, shortName(name))
  } catch (thrown) {
    throw storageError(thrown, root)
  }
}

/** Syncs the file's content to disk and hashes it. Throws PermanentError `OUTPUT_MISSING` when there is no such file. */
export async function seal(temporaryPath: string): Promise<Sealed> {
  const file = await openFinished(temporaryPath)
  try {
    const { size } = await file.stat()
    const [sealed] = await Promise.all([hashOpen(file, size), file.sync()])
    return sealed
  } catch (thrown) {
    throw unsynced(thrown, temporaryPath)
  } finally {
    await file.close()
  }
}

/**
 * Puts a sealed file at its final path below the same root, creates its folders, and syncs them. Without `mayReplace`
 * a file that stands there stays and PermanentError `OUTPUT_EXISTS` is thrown.
 */
export async function publish(
  temporaryPath: string,
  finalPath: string,
  { mayReplace }: { readonly mayReplace: boolean },
): Promise<{ readonly mtimeMs: number }> {
  try {
    await using folder = await openFolder(rootOf(temporaryPath), dirname(finalPath))
    const target = folder.at(basename(finalPath))
    failpoint('deliver-before-rename')
    await (mayReplace ? rename(temporaryPath, target) : moveWithoutReplacing(temporaryPath, target, finalPath))
    failpoint('deliver-after-rename')
    const [{ mtimeMs }] = await Promise.all([lstat(target), folder.sync()])
    return { mtimeMs }
  } catch (thrown) {
    throw storageError(thrown, finalPath)
  }
}

/** Removes the temporary folder of one key with all that is in it, if it is there. */
export async function discard(root: string, key: string): Promise<void> {
  await using folder = await openIfThere(root, temporaryFolderName)
  if (folder !== undefined) await removeFolder(folder.at(safeKey(key)))
}

/**
 * Removes what dead attempts left below a root, and the folder of temporary files itself once it is empty.
 * Returns how many it removed.
 */
export async function sweepTemporary(root: string, isLive: (key: string) => boolean): Promise<number> {
  await using folder = await openIfThere(root, temporaryFolderName)
  if (folder === undefined) return 0
  const dead = (await readdir(folder.at('.'))).filter((key) => !isLive(key))
  for (const key of dead) await removeFolder(folder.at(key))
  await rmdir(folder.path).catch((thrown) => ignore(thrown, ['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR']))
  return dead.length
}

async function openFinished(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    if ((await file.stat()).isFile()) return file
    await file.close()
  } catch (thrown) {
    const code = errorCode(thrown)
    if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP') throw storageError(thrown, path)
  }
  throw new PermanentError('OUTPUT_MISSING', `Expected the step to write a file at ${path}, found none`)
}

/** The kernel reports a failed sync once and forgets it: only writing the file anew is safe, so the attempt is repeated. */
function unsynced(thrown: unknown, path: string): Error {
  if (errorCode(thrown) !== 'EIO') return storageError(thrown, path)
  return new RetryableError('OUTPUT_NOT_SYNCED', `The disk reported an error while ${path} was written`, { cause: thrown })
}

async function moveWithoutReplacing(from: string, to: string, finalPath: string): Promise<void> {
  try {
    await link(from, to)
    await unlink(from)
  } catch (thrown) {
    const code = errorCode(thrown)
    if (code === 'EEXIST') throw exists(finalPath, thrown)
    // A file system without hard links: the look and the rename are apart, but only by a moment.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw thrown
    if (await isThere(to)) throw exists(finalPath, thrown)
    await rename(from, to)
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (thrown) => ignore(thrown, ['ENOENT']) ?? false,
  )
}

/** Usually the file was renamed away and the folder is empty. */
async function removeFolder(path: string): Promise<void> {
  try {
    await rmdir(path)
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') await rm(path, { recursive: true, force: true })
  }
}

function ignore(thrown: unknown, codes: readonly string[]): undefined {
  if (!codes.includes(errorCode(thrown) ?? '')) throw thrown
  return undefined
}

function exists(path: string, cause: unknown): PermanentError {
  return new PermanentError('OUTPUT_EXISTS', `${path} exists already and is not replaced`, {
    cause,
    fix: 'Move it away, choose another output folder, or set `overwrite: always`.',
  })
}

function rootOf(temporaryPath: string): string {
  return dirname(dirname(dirname(temporaryPath)))
}

/** One folder name per key; a key that cannot be one is told apart by its hash. */
function safeKey(key: string): string {
  if (/^[A-Za-z0-9_][\w.-]{0,150}$/.test(key)) return key
  return `${key.replaceAll(/[^\w-]/g, '_').slice(0, 60)}-${sha256(key).slice(0, 16)}`
}

function shortName(name: string): string {
  if (/^[A-Za-z0-9_][\w .-]{0,99}$/.test(name)) return name
  return `output${/\.[A-Za-z0-9]{1,16}$/.exec(name)?.[0] ?? ''}`
}
