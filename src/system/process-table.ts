/** The processes of this machine, as far as this user may see them. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface RunningProcess {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** Tells a process from a later one with the same pid. */
  readonly start: string
}

/** Every process that runs; those that have ended and were not collected by their parent are left out. */
export function runningProcesses(): readonly RunningProcess[] {
  return process.platform === 'linux' ? fromProc() : fromPs().map(({ line: _, ...found }) => found)
}

/** The one with this pid, without looking at all others where the system allows that. */
export function runningProcess(pid: number): RunningProcess | undefined {
  return process.platform === 'linux' ? statOf(pid) : runningProcesses().find((other) => other.pid === pid)
}

/** The process if it still runs and is the same one. */
export function isRunning({ pid, start }: RunningProcess): boolean {
  return runningProcess(pid)?.start === start
}

/** Pids of processes that were started with the environment variable `entry` (`NAME=value`). */
export function withEnvironment(entry: string): ReadonlySet<number> {
  if (process.platform !== 'linux') {
    return new Set(
      fromPs()
        .filter(({ line }) => `${line} `.includes(` ${entry} `))
        .map(({ pid }) => pid),
    )
  }
  return new Set(allPids().filter((pid) => `\0${environmentOf(pid)}`.includes(`\0${entry}\0`)))
}

function fromProc(): readonly RunningProcess[] {
  return allPids()
    .map(statOf)
    .filter((found) => found !== undefined)
}

function allPids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger)
}

function statOf(pid: number): RunningProcess | undefined {
  const text = readOrNothing(`/proc/${pid}/stat`)
  // The name stands in parentheses and may hold anything, parentheses included.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state = 'X', parent = '0', group = '0'] = fields
  if (state === 'Z' || state === 'X') return undefined
  return { pid, parent: Number(parent), group: Number(group), start: fields[19] ?? '' }
}

function environmentOf(pid: number): string {
  return readOrNothing(`/proc/${pid}/environ`)
}

/** A process may end, or belong to somebody else: then there is nothing to read. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function fromPs(): readonly (RunningProcess & { readonly line: string })[] {
  const options = ['-A', '-E', '-ww', '-o', 'pid=,ppid=,pgid=,stat=,lstart=,command=']
  const text = execFileSync('ps', options, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+([^Z\s]\S*)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)/.exec(line)
    if (match === null) return []
    const [pid = 0, parent = 0, group = 0] = match.slice(1, 4).map(Number)
    return [{ pid, parent, group, start: match[5] ?? '', line }]
  })
}
