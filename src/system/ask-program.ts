/** Asks a program: text on its standard input, an answer of a bounded size on its standard output. */
import { PermanentError } from '../base/errors.ts'
import { formatDuration, plainText } from '../base/format.ts'
import { type ProgramEnd, runProgram } from './program.ts'

export interface ProgramQuestion {
  readonly program: readonly string[]
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  readonly input: string
  readonly timeoutMs: number
  /** More than this, and the program is ended. */
  readonly longestAnswerBytes: number
  readonly signal?: AbortSignal
}

export interface ProgramAnswer {
  readonly stdout: string
  readonly stderr: string
}

/**
 * Throws PermanentError HOOK_TIMEOUT, HOOK_OUTPUT and HOOK_FAILED for a program that hangs, floods, or says that it failed,
 * in sentences about `it`, since who asks says whom;
 * what `runProgram` throws when it cannot be started; and the signal's reason.
 */
export async function askProgram(question: ProgramQuestion): Promise<ProgramAnswer> {
  const { program, folder, env, input, timeoutMs, longestAnswerBytes, signal } = question
  const [command = '', ...args] = program
  const end = await runProgram({
    ...{ command, args, cwd: folder, env, input, timeoutMs },
    captureBytes: longestAnswerBytes,
    mostOutputBytes: longestAnswerBytes,
    ...(signal === undefined ? {} : { signal }),
  })
  refuse(end, question)
  return { stdout: end.stdout, stderr: end.stderr }
}

function refuse(end: ProgramEnd, { timeoutMs, longestAnswerBytes }: ProgramQuestion): void {
  if (end.stdoutBytes + end.stderrBytes > longestAnswerBytes) throw flooded(longestAnswerBytes)
  if (end.timedOut) throw hung(timeoutMs)
  if (end.exitCode === 0) return
  const how = end.exitCode === undefined ? `was ended by ${end.signal}` : `ended with exit code ${end.exitCode}`
  const said = plainText((lastLine(end.stderr) || lastLine(end.stdout)).slice(0, 500))
  throw new PermanentError('HOOK_FAILED', `it ${how}${said === '' ? '' : `: ${said}`}`)
}

export function hung(timeoutMs: number): PermanentError {
  return new PermanentError('HOOK_TIMEOUT', `it had not answered after ${formatDuration(timeoutMs)}, its time limit`, {
    fix: 'Raise `timeout` of the hook if its answer takes that long.',
  })
}

export function flooded(limitBytes: number): PermanentError {
  return new PermanentError('HOOK_OUTPUT', `it printed more than ${limitBytes} bytes, and was ended`, {
    fix: 'A hook prints its answer and little else: write what is longer to a file.',
  })
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? ''
}
