/**
 * A folder below a root, held open, so that nobody can put a link in its place between the check and the rename.
 * On Linux names are then looked up from the open folder itself (`/proc/self/fd/N/name`); elsewhere by path.
 */
import { constants, existsSync } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, realpath } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { errorCode, PermanentError } from '../base/errors.ts'
import { isBelow } from './safe-path.ts'

const looksUpByHandle = process.platform === 'linux' && existsSync('/proc/self/fd')
const folderFlags = constants.O_RDONLY | constants.O_DIRECTORY
const mostLinks = 8
const mostRemembered = 20_000

/** Folders whose entry in their parent this process has synced. */
const synced = new Map<string, Promise<void>>()

export class OpenFolder implements AsyncDisposable {
  readonly path: string
  readonly #handle: FileHandle

  constructor(path: string, handle: FileHandle) {
    this.path = path
    this.#handle = handle
  }

  /** A path to the entry `name` of exactly this folder. */
  at(name: string): string {
    return looksUpByHandle ? `/proc/self/fd/${this.#handle.fd}/${name}` : join(this.path, name)
  }

  sync(): Promise<void> {
    return this.#handle.sync()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close()
  }
}

/**
 * Opens `folder`, which is `root` or lies below it, and creates what is missing, each new folder synced into its parent.
 * At most `linksLeft` links inside the root are followed, and only as long as they stay inside.
 * Throws PermanentError `PATH_OUTSIDE` otherwise.
 */
export async function openFolder(root: string, folder: string, linksLeft = mostLinks): Promise<OpenFolder> {
  await createRoot(root)
  return walk({ root, names: namesBetween(root, folder), linksLeft })
}

/** The folder `name` of `root`; nothing where it is missing, a link, or no folder. */
export async function openIfThere(root: string, name: string): Promise<OpenFolder | undefined> {
  try {
    return new OpenFolder(join(root, name), await open(join(root, name), folderFlags | constants.O_NOFOLLOW))
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(thrown) ?? '')) return undefined
    throw thrown
  }
}

interface Way {
  readonly root: string
  readonly names: readonly string[]
  readonly linksLeft: number
}

async function walk({ root, names, linksLeft }: Way): Promise<OpenFolder> {
  let current = await openRoot(root)
  for (const [index, name] of names.entries()) {
    const parent = current
    try {
      const next = await enter(parent, name)
      if (next === undefined) return await throughLink({ root, names, linksLeft }, index)
      current = next
    } finally {
      await parent[Symbol.asyncDispose]()
    }
  }
  return current
}

/** The root itself may be a link: that is the owner's own choice. */
async function openRoot(root: string): Promise<OpenFolder> {
  return new OpenFolder(root, await open(root, folderFlags))
}

async function createRoot(root: string): Promise<void> {
  const first = await mkdir(root, { recursive: true })
  if (first === undefined) return
  await using parent = await openRoot(dirname(first))
  await parent.sync()
}

/** The folder `name` of `parent`, created where it is missing; nothing for a link. */
async function enter(parent: OpenFolder, name: string): Promise<OpenFolder | undefined> {
  const handle = await openNamed(parent, name)
  if (handle === 'link') return undefined
  const wasMade = handle === 'missing' && (await makeFolder(parent.at(name)))
  const folder = handle === 'missing' ? await openNamed(parent, name) : handle
  if (typeof folder === 'string') return enter(parent, name)
  await syncEntry(parent, join(parent.path, name), wasMade)
  return new OpenFolder(join(parent.path, name), folder)
}

async function openNamed(parent: OpenFolder, name: string): Promise<FileHandle | 'missing' | 'link'> {
  try {
    return await open(parent.at(name), folderFlags | constants.O_NOFOLLOW)
  } catch (thrown) {
    const code = errorCode(thrown)
    if (code === 'ENOENT') return 'missing'
    if ((code === 'ENOTDIR' || code === 'ELOOP') && (await lstat(parent.at(name))).isSymbolicLink()) return 'link'
    throw thrown
  }
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false
    throw thrown
  }
}

/** A file in a new folder survives a power cut only when the folder's own entry does: synced once per process. */
async function syncEntry(parent: OpenFolder, path: string, wasMade: boolean): Promise<void> {
  if (synced.size > mostRemembered) synced.clear()
  const isKnown = !wasMade && synced.has(path)
  if (!isKnown) synced.set(path, parent.sync())
  try {
    await synced.get(path)
  } catch (thrown) {
    synced.delete(path)
    throw thrown
  }
}

async function throughLink({ root, names, linksLeft }: Way, index: number): Promise<OpenFolder> {
  const link = join(root, ...names.slice(0, index + 1))
  const [realRoot, target] = await Promise.all([realpath(root), realpath(link)])
  if (linksLeft === 0 || !(target === realRoot || isBelow(realRoot, target))) {
    throw new PermanentError('PATH_OUTSIDE', `Expected ${link} to stay below ${root}, but it is a link to ${target}`)
  }
  const rest = names.slice(index + 1)
  return walk({ root: realRoot, names: [...namesBetween(realRoot, target), ...rest], linksLeft: linksLeft - 1 })
}

function namesBetween(root: string, folder: string): readonly string[] {
  const [from, to] = [resolve(root), resolve(folder)]
  if (from === to) return []
  if (isBelow(from, to)) return relative(from, to).split(sep)
  throw new PermanentError('PATH_OUTSIDE', `Expected a folder below ${root}, got ${folder}`)
}
