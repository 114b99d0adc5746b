/** A program as a hook: `{event, data}` on its standard input, its answer on standard output, what it says on standard error. */
import { PermanentError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import type { Answered } from '../events/hook-answer.ts'
import { inheritedEnvironment } from '../steps/inherited-environment.ts'
import { askProgram } from '../system/ask-program.ts'

/** `text` is the event's data as JSON. Throws PermanentError when no answer came, or BatchError where the hook threw one. */
export type AskHook = (event: string, text: string, signal: AbortSignal) => Promise<Answered>

/** What a hook prints while it is asked once: more ends it. */
export const longestHookOutputBytes = 2 ** 20

export interface HookProgram {
  readonly program: readonly string[]
  readonly folder: string
  readonly passEnv: readonly string[]
  readonly timeoutMs: number
  readonly batchName: string
}

export function askHookProgram(
  { program, folder, passEnv, timeoutMs, batchName }: HookProgram,
  onPrinted: (text: string) => void,
): AskHook {
  const env = { ...inheritedEnvironment(passEnv), MILLRACE_BATCH: batchName }
  return async (event, text, signal) => {
    const input = `{"event":${JSON.stringify(event)},"data":${text}}\n`
    const call = { program, folder, env: { ...env, MILLRACE_EVENT: event }, input, timeoutMs, signal }
    const { stdout, stderr } = await askProgram({ ...call, longestAnswerBytes: longestHookOutputBytes })
    onPrinted(stderr)
    return answered(stdout, text)
  }
}

function answered(stdout: string, text: string): Answered {
  const sent = JSON.parse(text) as JsonObject // made of one
  if (stdout.trim() === '') return { answer: undefined, sent }
  try {
    return { answer: JSON.parse(stdout) as Json, sent } // what JSON.parse gives is JSON
  } catch (cause) {
    const start = JSON.stringify(stdout.trim().slice(0, 60))
    throw new PermanentError('HOOK_ANSWER', `expected nothing on its standard output, or one JSON object, got ${start}`, {
      cause,
      fix: 'What it says to a person goes to standard error.',
    })
  }
}
