/**
 * Private folders for temporary files: on the RAM disk where what is expected fits into half of what is free there,
 * else in the system's folder for temporary files. Each is named after its process, so that a sweep knows the dead ones.
 */
import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from '../base/errors.ts'
import { memory } from './machine.ts'
import { type RunningProcess, runningProcess, runningProcesses } from './process-table.ts'
import { storageError } from './storage-error.ts'

const ramDisk = '/dev/shm'
const prefix = 'millrace-'
const roomShare = 0.5

/** Temporary folders of one batch, one per key; all of them are gone after `close`. */
export class TemporaryFolders implements AsyncDisposable {
  readonly #folders = new Map<string, Promise<string>>()
  readonly #name: string

  /** @param label stands in the folders' names, for people who look */
  constructor(label: string) {
    this.#name = `${ownName()}-${label.replaceAll(/[^\w.-]/g, '_').slice(0, 60)}`
  }

  /** The folder of this key, made when it is first asked for. `expectedBytes` decides where it lies. */
  make(key: string, expectedBytes: number): Promise<string> {
    const known = this.#folders.get(key)
    if (known !== undefined) return known
    const made = makeFolder(this.#name, expectedBytes)
    this.#folders.set(key, made)
    return made
  }

  /** Nothing to wait for where no folder was asked for. */
  remove(key: string): Promise<void> | undefined {
    const folder = this.#folders.get(key)
    if (folder === undefined) return undefined
    this.#folders.delete(key)
    return folder.then((path) => rm(path, { recursive: true, force: true }))
  }

  async close(): Promise<void> {
    await Promise.all([...this.#folders.keys()].map((key) => this.remove(key)))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** Removes temporary folders of processes that have ended. Returns how many. */
export async function sweepTemporaryFolders(): Promise<number> {
  const live = new Set(runningProcesses().map(nameOf))
  const bases = [...new Set([ramDisk, tmpdir()])]
  const swept = await Promise.all(bases.map((base) => sweepBase(base, live)))
  return swept.reduce((sum, count) => sum + count, 0)
}

async function sweepBase(base: string, live: ReadonlySet<string>): Promise<number> {
  const names = await readdir(base).catch(() => [])
  const dead = names.filter((name) => {
    const owner = /^(millrace-\d+-\d+)-.*-\w{6}$/.exec(name)?.[1]
    return owner !== undefined && !live.has(owner)
  })
  const removed = await Promise.all(dead.map((name) => removeOwn(join(base, name))))
  return removed.filter(Boolean).length
}

/** Folders of other users are theirs. */
async function removeOwn(folder: string): Promise<boolean> {
  try {
    await rm(folder, { recursive: true, force: true })
    return true
  } catch (thrown) {
    if (errorCode(thrown) === 'EACCES' || errorCode(thrown) === 'EPERM') return false
    throw thrown
  }
}

async function makeFolder(name: string, expectedBytes: number): Promise<string> {
  const base = await baseFor(expectedBytes)
  try {
    return await mkdtemp(join(base, `${name}-`))
  } catch (thrown) {
    // A RAM disk may be full or forbidden a moment after it was looked at.
    if (base !== ramDisk) throw storageError(thrown, base)
    await mkdir(tmpdir(), { recursive: true })
    return mkdtemp(join(tmpdir(), `${name}-`))
  }
}

async function baseFor(expectedBytes: number): Promise<string> {
  return (await ramDiskRoom()) * roomShare >= expectedBytes ? ramDisk : tmpdir()
}

/** A RAM disk cannot hold more than there is memory, whatever size it claims. -1 without one. */
async function ramDiskRoom(): Promise<number> {
  if (process.platform !== 'linux') return -1
  try {
    await access(ramDisk, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = await statfs(ramDisk)
    return Math.min(bavail * bsize, memory().availableBytes)
  } catch {
    // Not there or not for this user: the disk will do.
    return -1
  }
}

function ownName(): string {
  const own = runningProcess(process.pid)
  return own === undefined ? `${prefix}${process.pid}-0` : nameOf(own)
}

function nameOf({ pid, start }: RunningProcess): string {
  return `${prefix}${pid}-${start.replaceAll(/\D/g, '') || 0}`
}
