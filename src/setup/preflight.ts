/** What is looked at before the first item, so that a batch does not die of it at the thousandth. */
import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode, UsageError } from '../base/errors.ts'
import { plainText } from '../base/format.ts'
import { makeFolders } from '../system/make-folders.ts'
import type { PreparedBatch } from './prepared.ts'

/** Throws OUTPUT_NOT_WRITABLE. Makes the output's folder where there is none. */
export async function refuseUnwritable({ places, pipeline }: PreparedBatch): Promise<void> {
  if (places.logs === undefined) return
  try {
    await makeFolders(places.root)
    await access(places.root, constants.W_OK | constants.X_OK)
  } catch (thrown) {
    throw new UsageError(
      'OUTPUT_NOT_WRITABLE',
      `The output folder ${plainText(places.root)} cannot be written to: ${reasonOf(thrown)}`,
      {
        cause: thrown,
        fix: 'Choose another one with --output, or change its permissions.',
      },
    )
  }
  await refuseFolder(pipeline.output.path, places.root)
}

/** An output that is one file must not be a folder. */
async function refuseFolder(path: string, root: string): Promise<void> {
  if (path === root || dirname(path) !== root) return
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (isFolder) throw new UsageError('OUTPUT_IS_FOLDER', `Expected output.path to be a file, got the folder ${plainText(path)}.`)
}

/** Throws NO_INPUT when the source has nothing at all. */
export async function refuseEmpty({ source, pipeline }: PreparedBatch): Promise<void> {
  const looking = new AbortController()
  for await (const _entry of source.read(0, looking.signal)) {
    looking.abort()
    return
  }
  const { type, options } = pipeline.input
  throw new UsageError('NO_INPUT', `The input has no items: ${type} ${plainText(JSON.stringify(options))} gave nothing.`, {
    fix: 'Check the path and the pattern; `--input` replaces the pipeline’s own.',
  })
}

function reasonOf(thrown: unknown): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'this user may not',
    EPERM: 'this user may not',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'there is a file of that name',
    ENOENT: 'the file system does not allow folders there',
  }
  const code = errorCode(thrown) ?? ''
  return reasons[code] ?? String(thrown)
}
