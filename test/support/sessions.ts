/** Sessions of a batch: the first runs it, the next ones resume it, and any of them may be ended by force. */

import type { CrashBatch } from './crash-batch.ts'
import { type CommandEnd, millrace, type RunningCommand, startMillrace } from './millrace.ts'
import { until } from './until.ts'

export type Kill =
  /** When so many more commands have started than before this session. */
  | { readonly kind: 'marks'; readonly marks: number }
  /** So long after the process was started. */
  | { readonly kind: 'time'; readonly ms: number }
  /** At a named point of the code, the `hit`th time it comes by. */
  | { readonly kind: 'failpoint'; readonly name: string; readonly hit: number }

export interface KilledSession {
  readonly end: CommandEnd
  /** The kill came before the session had ended by itself. */
  readonly wasKilled: boolean
  /** Commands logged when it was over. */
  readonly marks: number
}

const plain = ['--progress', 'plain']

/** Runs the batch the first time, resumes it ever after. */
export async function startSession(batch: CrashBatch, env: Readonly<Record<string, string>> = {}): Promise<RunningCommand> {
  const cwd = batch.room.folder
  const args = (await isBegun(batch)) ? ['resume', ...plain] : ['run', 'crash.yaml', '--report', 'none', ...plain]
  return startMillrace(args, { cwd, env, timeoutMs: 300_000 })
}

/** Is there a batch to go on with? */
export async function isBegun({ room }: CrashBatch): Promise<boolean> {
  if (!room.list().includes('.millrace/crash.db')) return false
  const { code } = await millrace(['status', '--json'], { cwd: room.folder })
  return code === 0
}

export async function killedSession(batch: CrashBatch, kill: Kill): Promise<KilledSession> {
  const before = batch.log().length
  const env = kill.kind === 'failpoint' ? { MILLRACE_FAILPOINT: `${kill.name}:${kill.hit}` } : {}
  const { child, done } = await startSession(batch, env)
  const ended = done.then(() => true)
  if (kill.kind === 'marks') await until(() => batch.log().length >= before + kill.marks, { orWhen: ended, everyMs: 2 })
  if (kill.kind === 'time') await until(() => false, { orWhen: ended, forMs: kill.ms })
  if (kill.kind !== 'failpoint') child.kill('SIGKILL')
  const end = await done
  return { end, wasKilled: end.signal === 'SIGKILL', marks: batch.log().length }
}

/** Resumes until nothing is left to do. */
export async function finish(batch: CrashBatch): Promise<CommandEnd> {
  const { done } = await startSession(batch)
  return done
}
