/**
 * What Millrace and the programs it started have used of the machine. On Linux children count as soon as they end, the
 * helper processes also while they run; elsewhere only this process is seen (`coversChildren: false`).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { helperPids } from './program.ts'

export { bootId, cores, diskFree, memory } from './machine.ts'

export interface UsageSample {
  /** Processor time of user and system together, since the start of the measurement. */
  readonly cpuMs: number
  /** What this process and its descendants hold now; pages that they share count for each. */
  readonly rssBytes: number
  /** The most that a sample has seen. */
  readonly peakRssBytes: number
  /** What came from the disk, not what the file cache answered, since the start. 0 where the system does not tell. */
  readonly readBytes: number
  /** What went to the disk since the start. 0 where the system does not tell. */
  readonly writtenBytes: number
  /** False: programs that Millrace started are not in these figures. */
  readonly coversChildren: boolean
}

export interface Usage {
  /** Measures now. Call it about once a second: the peak is the highest of what was seen. */
  sample(): UsageSample
}

type Counters = Pick<UsageSample, 'cpuMs' | 'readBytes' | 'writtenBytes'>

const seesChildren = process.platform === 'linux'

/** What Linux tells programs (USER_HZ), whatever its own clock is: 100 on every architecture that Node runs on. */
const ticksPerSecond = 100

export function startUsage(): Usage {
  const before = counters()
  let peakRssBytes = 0
  const sample = () => {
    const { cpuMs, readBytes, writtenBytes } = counters()
    const rssBytes = treeRss()
    peakRssBytes = Math.max(peakRssBytes, rssBytes)
    return {
      cpuMs: cpuMs - before.cpuMs,
      rssBytes,
      peakRssBytes,
      readBytes: readBytes - before.readBytes,
      writtenBytes: writtenBytes - before.writtenBytes,
      coversChildren: seesChildren,
    }
  }
  return { sample }
}

function counters(): Counters {
  if (!seesChildren) return { cpuMs: ownCpuMs(), readBytes: 0, writtenBytes: 0 }
  const all = [process.pid, ...helperPids()].map(countersOf)
  const sum = (name: keyof Counters) => all.reduce((total, one) => total + one[name], 0)
  return { cpuMs: sum('cpuMs'), readBytes: sum('readBytes'), writtenBytes: sum('writtenBytes') }
}

function countersOf(pid: number): Counters {
  return { cpuMs: cpuMsOf(pid), ...ioOf(pid) }
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Its own time and that of children that it has collected: fields 14 to 17 of proc(5). */
function cpuMsOf(pid: number): number {
  const text = readOrNothing(`/proc/${pid}/stat`)
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return (ticks * 1000) / ticksPerSecond
}

/** The kernel adds a child's bytes to its parent's when the parent collects it. */
function ioOf(pid: number): Pick<Counters, 'readBytes' | 'writtenBytes'> {
  const text = readOrNothing(`/proc/${pid}/io`)
  const field = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? 0)
  return { readBytes: field('read_bytes'), writtenBytes: Math.max(0, field('write_bytes') - field('cancelled_write_bytes')) }
}

function treeRss(): number {
  const own = process.memoryUsage.rss()
  return seesChildren ? own + descendants(process.pid).reduce((sum, pid) => sum + rssOf(pid), 0) : own
}

function descendants(pid: number): readonly number[] {
  const children = tasksOf(pid).flatMap((task) =>
    readOrNothing(`/proc/${pid}/task/${task}/children`).split(' ').filter(Boolean).map(Number),
  )
  return children.flatMap((child) => [child, ...descendants(child)])
}

function tasksOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    // It has ended meanwhile.
    return []
  }
}

function rssOf(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1]
  return Number(kib ?? 0) * 1024
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // It has ended meanwhile, or the system does not offer this file.
    return ''
  }
}
