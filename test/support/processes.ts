/** Which processes are alive, by what stands in their command lines (Linux; nowhere else can it be seen). */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** `pid command` of every live process whose command line holds `text`; this one and exited ones are left out. */
export function liveProcesses(text: string): string[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => commandOf(pid).includes(text) && isAlive(pid))
    .map((pid) => `${pid} ${commandOf(pid)}`)
}

/** The process ids of the same. */
export function livePids(text: string): number[] {
  return liveProcesses(text).map((line) => Number(line.split(' ')[0]))
}

/** SIGKILL; false when it had ended by itself. */
export function endProcess(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

function commandOf(pid: string): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
}

/** An exited process that nobody has waited for is not alive. */
function isAlive(pid: string): boolean {
  const state = /^State:\s+(\w)/m.exec(read(`/proc/${pid}/status`))?.[1]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** A process may end between two looks: then there is nothing to read. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
