/** What each action of the filesystem tool does. */
import { constants } from 'node:fs'
import { copyFile, lstat, mkdir, open, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { errorCode, PermanentError, toError } from '../base/errors.ts'
import { formatBytes } from '../base/format.ts'
import type { Json } from '../base/json.ts'
import type { DeliveredFile } from '../pipeline/delivery.ts'
import { storageError } from '../system/storage-error.ts'
import type { FilesystemOptions, OptionsOf } from './filesystem-options.ts'
import { readablePath, removablePath } from './filesystem-paths.ts'
import { latestValue } from './latest-value.ts'
import type { StepContext } from './step.ts'

type Action<Name extends FilesystemOptions['action']> = (options: OptionsOf<Name>, context: StepContext) => Promise<Json>

export async function runFilesystem(options: FilesystemOptions, context: StepContext): Promise<Json> {
  switch (options.action) {
    case 'read':
      return read(options, context)
    case 'write':
      return write(options, context)
    case 'copy':
      return copy(options, context)
    case 'move':
      return move(options, context)
    case 'remove':
      return remove(options, context)
    case 'mkdir':
      return makeFolder(options, context)
    case 'stat':
      return look(options, context)
  }
}

/** The file's text. What is not UTF-8 is no text, and would not come back as it was. */
const read: Action<'read'> = async (options, context) => {
  const path = await readablePath(options, context)
  const bytes = await readWithin(path, options.max_bytes)
  context.note({ read_bytes: bytes.length })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (thrown) {
    throw new PermanentError('NOT_TEXT', `Expected text in UTF-8, got bytes that are none in ${path}`, {
      cause: thrown,
      fix: 'Give binary files to a tool by their path: {path}.',
    })
  }
}

const write: Action<'write'> = async ({ path, content }, context) => {
  const value = content === undefined ? latestValue(context, 'content', 'NOTHING_TO_WRITE') : content
  const text = typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`
  return deliver({ path, context, fill: (temporaryPath) => writeFile(temporaryPath, text) })
}

const copy: Action<'copy'> = async (options, context) => {
  const from = await readablePath(options, context)
  return deliver({ path: options.to, context, fill: (temporaryPath) => copyWhole(from, temporaryPath) })
}

/** The copy is complete and synced before the original goes. */
const move: Action<'move'> = async (options, context) => {
  const from = await removablePath(options, context)
  const delivered = await deliver({ path: options.to, context, fill: (temporaryPath) => copyWhole(from, temporaryPath) })
  if (from !== delivered['path']) await unlink(from)
  return delivered
}

const remove: Action<'remove'> = async (options, context) => {
  const path = await removablePath(options, context)
  const isThere = await lstat(path).then(() => true, absent)
  await rm(path, { recursive: true, force: true }).catch((thrown) => fail(thrown, path))
  return { path, removed: isThere }
}

const makeFolder: Action<'mkdir'> = async ({ path }, { output }) => {
  const folder = await output.resolve(path)
  const made = await mkdir(folder, { recursive: true }).catch((thrown) => fail(thrown, folder))
  return { path: folder, made: made !== undefined }
}

const look: Action<'stat'> = async (options, context) => {
  const path = await readablePath(options, context)
  const stats = await stat(path).catch((thrown) => fail(thrown, path))
  const type = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other'
  return { path, type, size_bytes: stats.size, modified: stats.mtime.toISOString() }
}

interface FileDelivery {
  readonly path: string | undefined
  readonly context: StepContext
  fill(temporaryPath: string): Promise<void>
}

async function deliver({ path, context, fill }: FileDelivery): Promise<{ readonly [key: string]: Json }> {
  const target = path === undefined ? {} : { path: await context.output.resolve(path) }
  const file: DeliveredFile = await context.output.deliver({
    ...target,
    write: async (temporaryPath) => {
      await fill(temporaryPath).catch((thrown) => fail(thrown, temporaryPath))
      return undefined
    },
  })
  return { path: file.path, size_bytes: file.sizeBytes, sha256: file.sha256 }
}

/** Where the file system shares blocks between files, a copy costs nothing. */
async function copyWhole(from: string, to: string): Promise<void> {
  const stats = await stat(from).catch((thrown) => fail(thrown, from))
  if (!stats.isFile()) throw new PermanentError('NOT_A_FILE', `Expected a file at ${from}, got something else`)
  await copyFile(from, to, constants.COPYFILE_FICLONE)
}

async function readWithin(path: string, maxBytes: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((thrown) => fail(thrown, path))
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new PermanentError('NOT_A_FILE', `Expected a file at ${path}, got something else`)
    if (stats.size <= maxBytes) return await file.readFile()
    throw new PermanentError(
      'FILE_TOO_LARGE',
      `Expected at most ${formatBytes(maxBytes)} of text, got ${formatBytes(stats.size)} in ${path}`,
      {
        fix: 'Raise `max_bytes`, or give the file to a tool by its path: {path}.',
      },
    )
  } finally {
    await file.close()
  }
}

function absent(thrown: unknown): boolean {
  if (errorCode(thrown) === 'ENOENT' || errorCode(thrown) === 'ENOTDIR') return false
  throw thrown
}

function fail(thrown: unknown, path: string): never {
  switch (errorCode(thrown)) {
    case 'ENOENT':
    case 'ENOTDIR':
      throw new PermanentError('FILE_MISSING', `There is no file at ${path}`, { cause: thrown })
    case 'EACCES':
    case 'EPERM':
      throw new PermanentError('FILE_FORBIDDEN', `This user may not use ${path}`, {
        cause: thrown,
        fix: 'Check the permissions of the file and its folders.',
      })
    case 'EISDIR':
      throw new PermanentError('NOT_A_FILE', `Expected a file at ${path}, got a folder`, { cause: thrown })
    default:
      throw storageError(toError(thrown), path)
  }
}
