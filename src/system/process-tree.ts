/** Ends a process with everything that it started: asks first, insists after a grace, and looks again until none is left. */
import type { Clock } from '../base/clock.ts'
import { errorCode } from '../base/errors.ts'
import { isRunning, type RunningProcess, runningProcesses, withEnvironment } from './process-table.ts'

export interface Tree {
  /** The process at its top, leader of its own group; absent when only the mark is known. */
  readonly root?: number
  /** An environment variable that only this tree has (`NAME=value`): finds those that left the group and lost their parents. */
  readonly mark?: string
}

const graceMs = 2_000
const lookMs = 20
const mostRounds = 100

/** Resolves when none of it runs any more, usually within `graceMs`; returns how many processes it ended. */
export async function endTree(tree: Tree, clock: Clock): Promise<number> {
  const known = familyOf(tree)
  signal(known, 'SIGTERM')
  const deadline = clock.now() + graceMs
  while (known.some(isRunning) && clock.now() < deadline) await clock.sleep(lookMs)
  return known.length + (await killRest(tree, clock, new Set(known.map(({ pid }) => pid))))
}

/** Members that ignored the request, and those that were started since. */
async function killRest(tree: Tree, clock: Clock, asked: ReadonlySet<number>): Promise<number> {
  const found = new Set<number>()
  for (let round = 0; round < mostRounds; round++) {
    const members = familyOf(tree)
    if (members.length === 0) break
    signal(members, 'SIGKILL')
    for (const { pid } of members) if (!asked.has(pid)) found.add(pid)
    await clock.sleep(lookMs)
  }
  return found.size
}

/** True while the group of `leader` has members, ended ones that nobody collected included. */
export function hasGroup(leader: number): boolean {
  try {
    process.kill(-leader, 0)
    return true
  } catch (thrown) {
    return errorCode(thrown) !== 'ESRCH'
  }
}

/** The root with its group, those marked, and all their descendants; never this process or its ancestors. */
export function familyOf({ root, mark }: Tree): readonly RunningProcess[] {
  const all = runningProcesses()
  const marked = mark === undefined ? new Set() : withEnvironment(mark)
  const untouchable = ancestorsOf(process.pid, all)
  const isOwn = ({ pid, group }: RunningProcess) => pid === root || group === root || marked.has(pid)
  const family = new Set(all.filter((one) => isOwn(one) && !untouchable.has(one.pid)).map(({ pid }) => pid))
  for (let size = -1; size !== family.size; ) {
    size = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return all.filter(({ pid }) => family.has(pid))
}

function ancestorsOf(pid: number, all: readonly RunningProcess[]): ReadonlySet<number> {
  const parents = new Map(all.map((one) => [one.pid, one.parent]))
  const found = new Set<number>()
  for (let at: number | undefined = pid; at !== undefined && at > 0 && !found.has(at); at = parents.get(at)) found.add(at)
  return found
}

function signal(members: readonly RunningProcess[], name: 'SIGTERM' | 'SIGKILL'): void {
  for (const { pid } of members) {
    try {
      process.kill(pid, name)
    } catch (thrown) {
      // It has ended meanwhile, or changed its user: the next look tells.
      if (errorCode(thrown) !== 'ESRCH' && errorCode(thrown) !== 'EPERM') throw thrown
    }
  }
}
