/** A document in a file: found again, cut back, grown and made visible. */
import { copyFile, type FileHandle, mkdir, open, rename, stat, truncate } from 'node:fs/promises'
import path from 'node:path'
import { errorCode, UsageError } from '../base/errors.ts'
import { storageError } from '../system/storage-error.ts'
import type { Document, DocumentKind } from './document.ts'
import type { ProjectionPlace } from './sink.ts'

export async function openFile(place: ProjectionPlace, kind: DocumentKind): Promise<Document> {
  const finalPath = await documentPath(place.path, kind)
  const growing = kind.while === 'open' ? finalPath : `${finalPath}.partial`
  try {
    await makeFolder(path.dirname(finalPath))
    if (place.offset === 0) await refuseForeign(finalPath, place)
    else await findAgain({ growing, finalPath, offset: place.offset })
    // `a` makes the file and never empties it; the cut is to what was committed.
    await (await open(growing, 'a')).close()
    await truncate(growing, place.offset)
    return new FileDocument(await open(growing, 'r+'), { growing, finalPath, offset: place.offset })
  } catch (thrown) {
    throw storageError(thrown, finalPath)
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((thrown) => {
    if (errorCode(thrown) !== 'EEXIST' && errorCode(thrown) !== 'ENOTDIR') throw thrown
    throw new UsageError('OUTPUT_EXISTS', `Expected a folder for the output at ${folder}, found a file in its way.`, {
      cause: thrown,
      fix: 'Choose another `output.path`, or move the file away.',
    })
  })
}

const headBytes = 1024 * 1024

/** The first megabyte of a document that has begun. */
export async function readHead(place: ProjectionPlace, kind: DocumentKind): Promise<string> {
  await using handle = await open(await documentPath(place.path, kind))
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
  return buffer.toString('utf8', 0, bytesRead)
}

/** A path without an extension is a folder, in which the document has its usual name. */
export async function documentPath(given: string, { fileName }: DocumentKind): Promise<string> {
  const found = await stat(given).catch(() => undefined)
  if (found !== undefined) return found.isDirectory() ? path.join(given, fileName) : given
  return path.extname(given) === '' ? path.join(given, fileName) : given
}

async function refuseForeign(finalPath: string, { overwrite, isOwn = false }: ProjectionPlace): Promise<void> {
  const found = await stat(finalPath).catch(() => undefined)
  if (found === undefined || found.size === 0 || overwrite === 'always' || (overwrite === 'own' && isOwn)) return
  const whose = isOwn ? 'the output of an earlier batch' : 'a file that Millrace did not write'
  throw new UsageError('OUTPUT_EXISTS', `The output ${finalPath} exists already: ${whose}.`, {
    fix: 'Choose another `output.path`, move the file away, or set `overwrite: always`.',
  })
}

interface Place {
  /** Where the bytes are written; the final path itself for a document that grows in sight. */
  readonly growing: string
  readonly finalPath: string
  readonly offset: number
}

/** A crash behind the last rename leaves only the final file: what was committed is taken from there. */
async function findAgain({ growing, finalPath, offset }: Place): Promise<void> {
  const size = await sizeOf(growing)
  if (size !== undefined && size >= offset) return
  const finished = growing === finalPath ? undefined : await sizeOf(finalPath)
  if (size === undefined && finished !== undefined && finished >= offset) return copyFile(finalPath, growing)
  throw new UsageError(
    'OUTPUT_CHANGED',
    `Expected at least ${offset} bytes in ${growing}, got ${size ?? 'no file'}: it was changed or removed.`,
    {
      fix: 'Put the file back, or write the results anew with `millrace results --json`.',
    },
  )
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    (thrown) => {
      if (errorCode(thrown) === 'ENOENT') return undefined
      throw thrown
    },
  )
}

class FileDocument implements Document {
  offset: number
  #isOpen = true
  readonly #handle: FileHandle
  readonly #place: Place

  constructor(handle: FileHandle, place: Place) {
    this.#handle = handle
    this.#place = place
    this.offset = place.offset
  }

  async append(text: string): Promise<number> {
    if (text === '') return this.offset
    const bytes = Buffer.from(text)
    try {
      await this.#writeAt(bytes, this.offset)
      await this.#handle.datasync()
    } catch (thrown) {
      throw storageError(thrown, this.#place.growing)
    }
    this.offset += bytes.length
    return this.offset
  }

  async finish(): Promise<string> {
    const { growing, finalPath } = this.#place
    try {
      await this.#handle.sync()
      await this.close()
      if (growing !== finalPath) await rename(growing, finalPath)
      await syncFolder(path.dirname(finalPath))
    } catch (thrown) {
      throw storageError(thrown, finalPath)
    }
    return finalPath
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.#handle.close()
  }

  async #writeAt(bytes: Buffer, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      done += (await this.#handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder)
  await handle.sync()
}
