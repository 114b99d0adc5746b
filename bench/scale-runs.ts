/** Sessions of bench/scale-child.ts: started, watched, killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { memoryFlags } from '../bin/memory-flags.js'
import { tidyFlag } from '../src/apps/cli/tidy-memory.ts'

export interface Milestone {
  readonly milestone: 'started' | 'ingested' | 'half' | 'ended'
  /** Since the process had loaded. */
  readonly ms: number
  readonly peakRssMiB: number
  readonly total?: number
  readonly ended?: number
  readonly succeeded?: number
  readonly failed?: number
  readonly pending?: number
}

export interface ScaleSession {
  readonly child: ChildProcess
  /** Resolves when the milestone is told, rejects when the process ends before. */
  reached(name: Milestone['milestone']): Promise<Milestone>
  readonly exited: Promise<void>
}

export interface ScaleAsk {
  readonly verb: 'run' | 'resume'
  readonly folder: string
  readonly items: number
}

export function scaleSession({ verb, folder, items }: ScaleAsk): ScaleSession {
  const script = join(import.meta.dirname, 'scale-child.ts')
  // As the command runs.
  const words = [...memoryFlags, tidyFlag, script, verb, folder, String(items)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const told = {
    started: Promise.withResolvers<Milestone>(),
    ingested: Promise.withResolvers<Milestone>(),
    half: Promise.withResolvers<Milestone>(),
    ended: Promise.withResolvers<Milestone>(),
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    // Printed by scale-child.ts.
    const milestone = JSON.parse(line) as Milestone
    told[milestone.milestone].resolve(milestone)
  })
  const lost = exited.then(() => new Error(`scale-child ${verb} ended before its end`))
  for (const each of Object.values(told)) lost.then(each.reject)
  // Each is awaited by whoever needs it; the others may be rejected unseen.
  for (const each of Object.values(told)) each.promise.catch(() => undefined)
  return { child, exited, reached: (name) => told[name].promise }
}

/** The most memory a live process has used so far (Linux). */
export function peakRssMiB(pid: number): number {
  const [, kib = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kib) / 1024)
}
