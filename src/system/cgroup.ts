/** What the control groups of Linux (versions 1 and 2) allow this process. Elsewhere, and without limits: nothing. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const mount = '/sys/fs/cgroup'

export interface MemoryLimit {
  readonly limitBytes: number
  readonly usedBytes: number
}

/** The tightest memory limit above this process, with what is used of it (file cache that can be dropped not counted). */
export function memoryLimit(): MemoryLimit | undefined {
  const limits = [
    ...foldersOf('').map((folder) => limitIn(folder, { max: 'memory.max', used: 'memory.current', cache: 'inactive_file' })),
    ...foldersOf('memory').map((folder) =>
      limitIn(folder, { max: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes', cache: 'total_inactive_file' }),
    ),
  ]
  return limits
    .filter((limit) => limit !== undefined)
    .sort((a, b) => a.limitBytes - a.usedBytes - (b.limitBytes - b.usedBytes))[0]
}

/** How many cores the tightest CPU quota above this process amounts to, for example 0.5. */
export function cpuQuota(): number | undefined {
  const quotas = [
    ...foldersOf('').map((folder) => ratio(read(join(folder, 'cpu.max')).trim().split(' '))),
    ...foldersOf('cpu').map((folder) => ratio(['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) => read(join(folder, name))))),
  ]
  const [least] = quotas.filter((quota) => quota !== undefined).sort((a, b) => a - b)
  return least
}

/**
 * The group of this process and those around it. Inside a container the path in /proc may not exist below the mount:
 * there the mount itself is the group.
 */
function foldersOf(controller: string): readonly string[] {
  const line = read('/proc/self/cgroup')
    .split('\n')
    .map((text) => text.split(':'))
    .find(([, names = '']) => (controller === '' ? names === '' : names.split(',').includes(controller)))
  if (line === undefined) return []
  const root = join(mount, controller)
  return [...upwards(join(root, line.slice(2).join(':')), root)]
}

function* upwards(folder: string, root: string): Generator<string> {
  yield folder
  if (folder !== root && folder.startsWith(root)) yield* upwards(dirname(folder), root)
}

interface Names {
  readonly max: string
  readonly used: string
  readonly cache: string
}

function limitIn(folder: string, { max, used, cache }: Names): MemoryLimit | undefined {
  const limitBytes = Number.parseInt(read(join(folder, max)), 10)
  const usedBytes = Number.parseInt(read(join(folder, used)), 10)
  // No limit is written as "max", or as a number near 2^63.
  if (!(limitBytes < 2 ** 60) || Number.isNaN(usedBytes)) return undefined
  const cached = new RegExp(`^${cache} (\\d+)$`, 'm').exec(read(join(folder, 'memory.stat')))?.[1] ?? 0
  return { limitBytes, usedBytes: Math.max(0, usedBytes - Number(cached)) }
}

function ratio([quota = '', period = '']: readonly string[]): number | undefined {
  const cores = Number.parseInt(quota, 10) / Number.parseInt(period, 10)
  return cores > 0 ? cores : undefined
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Not on this system, or not in this version of control groups.
    return ''
  }
}
