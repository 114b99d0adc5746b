/**
 * `--detach`: the same command in a process of its own, which outlives the terminal. The caller waits until the child says
 * that the batch is in the ledger, or has ended with an error: no guessing, no waiting for a while.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../inspect.ts'
import type { Face } from './face.ts'
import { ResultStream } from './result-stream.ts'

const mark = 'MILLRACE_DETACHED'

/** Of a detached child: tells its caller the batch id and lets go of it. Nothing in any other process. */
export function tellStarted(batchId: string): void {
  if (process.env[mark] === undefined || process.send === undefined) return
  process.send({ batchId }, () => process.disconnect())
}

/** Starts the child and resolves with the exit code of the caller. */
export async function detach(face: Face): Promise<number> {
  const log = logFile(face.folder)
  const child = startChild(log)
  const batchId = await firstWord(child)
  if (batchId === undefined) {
    face.stderr.write(readFileSync(log, 'utf8'))
    return child.exitCode ?? 1
  }
  child.unref()
  face.stderr.write(
    `running in the background (pid ${child.pid}), its lines go to ${log}\nfollow it with \`millrace status ${batchId} --follow\`\n`,
  )
  await new ResultStream(face.stdout).line(batchId)
  return 0
}

function logFile(folder: string): string {
  const logs = join(folder, '.millrace', 'logs')
  mkdirSync(logs, { recursive: true })
  const stamp = new Date(systemClock.wall()).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)
  return join(logs, `detached-${stamp}-${process.pid}.log`)
}

function startChild(log: string): ChildProcess {
  const [script = '', ...args] = process.argv.slice(1)
  const fd = openSync(log, 'a', 0o600)
  const rest = args.filter((arg) => arg !== '--detach')
  return spawn(process.execPath, [script, ...rest], {
    detached: true,
    env: { ...process.env, [mark]: '1' },
    stdio: ['ignore', fd, fd, 'ipc'],
  })
}

/** The batch id, or nothing when the child ended before it had one. */
function firstWord(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve(undefined))
    child.once('message', (message) => resolve(batchIdIn(message)))
  })
}

function batchIdIn(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('batchId' in message)) return undefined
  return typeof message.batchId === 'string' ? message.batchId : undefined
}
