/** Whether a `once` step that did not succeed may have done its work all the same. */
import { constants } from 'node:os'
import type { StepOutcome } from '../pipeline/outcome.ts'

/** The other side was never reached, or the program never started. */
const neverSent = new Set(['ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'ENOENT', 'EACCES'])
/** Ended without a word of its own. */
const noAnswer = new Set(['TIMEOUT', 'STEP_THREW', 'TRANSFORM_ENDED', 'COMMAND_KILLED'])

/** A failure that the step named itself is an answer; a reset, a time limit or a stop is none. */
export function isInDoubt(outcome: StepOutcome): boolean {
  if (outcome.kind === 'interrupted' || outcome.kind === 'unknown') return true
  if (outcome.kind !== 'retry') return false
  const { code } = outcome.failure
  return noAnswer.has(code) || (isSystemCode(code) && !neverSent.has(code))
}

/** `ECONNRESET`, `EPIPE`, `UND_ERR_SOCKET` … */
function isSystemCode(code: string): boolean {
  return code in constants.errno || /^(UND_)?ERR_/.test(code)
}
