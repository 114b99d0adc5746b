/** What this machine has, as far as this process may use it. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { dirname } from 'node:path'
import { errorCode } from '../base/errors.ts'
import { sha256 } from '../base/json.ts'
import { cpuQuota, memoryLimit } from './cgroup.ts'

export interface Memory {
  /** The machine's memory, or less where a control group limits it. */
  readonly limitBytes: number
  /** What can still be taken before something is swapped or killed. */
  readonly availableBytes: number
  /** What this process alone holds. */
  readonly rssBytes: number
}

export function memory(): Memory {
  const totalBytes = totalmem()
  const freeBytes = systemAvailable()
  const group = memoryLimit()
  const limitBytes = Math.min(totalBytes, group?.limitBytes ?? totalBytes)
  const groupFreeBytes = group === undefined ? freeBytes : group.limitBytes - group.usedBytes
  return { limitBytes, availableBytes: Math.max(0, Math.min(freeBytes, groupFreeBytes)), rssBytes: process.memoryUsage.rss() }
}

/** Cores that can be kept busy, from 1: affinity and the quota of the control group are counted in. */
export function cores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(cpuQuota() ?? Number.POSITIVE_INFINITY)))
}

/** Bytes that this user can still write at `path`, which does not have to exist. */
export async function diskFree(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  } catch (thrown) {
    const parent = dirname(path)
    if (errorCode(thrown) !== 'ENOENT' || parent === path) throw thrown
    return diskFree(parent)
  }
}

/** Differs after every start of the machine: a pid from another boot is nobody's. */
export function bootId(): string {
  if (process.platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  return sha256(execFileSync('sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8' })).slice(0, 32)
}

/** `freemem` leaves out the file cache, most of which can be had. */
function systemAvailable(): number {
  if (process.platform !== 'linux') return freemem()
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
  return kib === undefined ? freemem() : Number(kib) * 1024
}
