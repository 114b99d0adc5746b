/** Runs programs: the one door to other processes. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { BatchError, PermanentError, RetryableError } from '../base/errors.ts'
import type { ChildRequest, ProgramEnd } from './child-program.ts'
import type { HostAnswer } from './program-host.ts'
import { ProgramHosts } from './program-hosts.ts'

export type { ProgramEnd }

export interface ProgramCall {
  /** A name that is looked up in the PATH of `env`, or a path. */
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** All of its environment; `MILLRACE_BATCH` in it is how `orphans.ts` finds the program later. */
  readonly env: Readonly<Record<string, string>>
  /** What it reads from standard input; absent: nothing. */
  readonly input?: string
  /** Ends the program and everything it started, then `runProgram` rejects with the signal's reason. */
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  /** How much of each output stream is kept, half of it from its end. @default 1 MiB */
  readonly captureBytes?: number
  /** Ends the program, and all it has started, once both streams together are longer. @default no limit */
  readonly mostOutputBytes?: number
}

const defaultCaptureBytes = 1024 * 1024
const mostHosts = 4
const hosts = new ProgramHosts(Math.min(mostHosts, availableParallelism()))

/** Resolves when the program has ended, whatever its exit code. Throws when it could not be started. */
export async function runProgram(call: ProgramCall): Promise<ProgramEnd> {
  const { signal, ...given } = call
  signal?.throwIfAborted()
  const env = { ...call.env, MILLRACE_CALL: randomUUID() }
  const request: ChildRequest = { captureBytes: defaultCaptureBytes, ...given, env }
  refuseNul(request)
  const answer = await hosts.run(request, signal)
  signal?.throwIfAborted()
  return endOf(answer, call)
}

/** Programs are going to be run: what starts them takes a while to start itself. */
export function readyPrograms(): void {
  hosts.ready()
}

/** Processes that start programs for this one: their use of the machine is ours. */
export function helperPids(): readonly number[] {
  return hosts.pids
}

function endOf(answer: HostAnswer, call: ProgramCall): ProgramEnd {
  if ('end' in answer) return answer.end
  throw startError(answer.failed, call)
}

function startError({ code, message }: { readonly code: string; readonly message: string }, call: ProgramCall): Error {
  const cause = Object.assign(new Error(message), { code })
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return missing(call, cause)
    case 'EACCES':
    case 'EPERM':
    case 'ENOEXEC':
      return new PermanentError('PROGRAM_NOT_EXECUTABLE', `${call.command} cannot be executed`, {
        cause,
        fix: 'Make the file executable (chmod +x), and give a script a first line that names its interpreter.',
      })
    case 'E2BIG':
      return new PermanentError('ARGUMENTS_TOO_LONG', `The arguments of ${call.command} are longer than the system allows`, {
        cause,
        fix: 'Hand long values over with `stdin`.',
      })
    case 'EMFILE':
    case 'ENFILE':
    case 'EAGAIN':
    case 'ENOMEM':
      return new RetryableError('PROGRAM_NOT_STARTED', `The system has no room for another process (${code})`, {
        cause,
        fix: 'Fewer `workers`, or higher limits (`ulimit -n`, `ulimit -u`).',
      })
    default:
      return new PermanentError('PROGRAM_NOT_STARTED', `${call.command} could not be started: ${message}`, { cause })
  }
}

/** The system reports a missing working directory as if the program were missing. */
function missing({ command, cwd }: ProgramCall, cause: Error): Error {
  if (!existsSync(cwd)) return new BatchError('FOLDER_MISSING', `The working directory ${cwd} is not there`, { cause })
  return new PermanentError('PROGRAM_MISSING', `The program "${command}" was not found, or the interpreter of its first line`, {
    cause,
    fix: 'Install it, or give its full path.',
  })
}

function refuseNul({ command, args, cwd }: ChildRequest): void {
  if (![command, cwd, ...args].some((text) => text.includes('\0'))) return
  throw new PermanentError('ARGUMENT_NUL', `An argument of ${command} holds a NUL character, which no program can receive`)
}
