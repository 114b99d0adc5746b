/** Tells an event to a hook that also can be asked: what it answers, throws or does not do is its own problem. */
import { errorCode, PermanentError, toError } from '../base/errors.ts'
import { listenerProblem } from '../events/hook-answer.ts'
import type { Told } from '../events/listener-queue.ts'
import type { AskHook } from '../setup/hook-program.ts'

/** So many calls in a row that hang: nobody is there. */
const mostHangs = 3

/** Rejects only when the event was not told: the signal aborted, or the hook has been given up. */
export function hookTeller(
  ask: AskHook,
  onProblem: (problem: Error) => void,
): (told: Told, signal: AbortSignal) => Promise<void> {
  const hangs = { inRow: 0 }
  return async ({ name, text }, signal) => {
    if (hangs.inRow >= mostHangs) throw givenUp()
    const problem = await problemOf(ask, { name, text }, signal)
    hangs.inRow = problem !== undefined && errorCode(problem) === 'HOOK_TIMEOUT' ? hangs.inRow + 1 : 0
    if (problem !== undefined) onProblem(problem)
  }
}

function givenUp(): PermanentError {
  return new PermanentError('LISTENER_GIVEN_UP', `it hung ${mostHangs} times in a row and is not told any more`)
}

async function problemOf(ask: AskHook, { name, text }: Told, signal: AbortSignal): Promise<Error | undefined> {
  try {
    const { answer } = await ask(name, text, signal)
    const problem = listenerProblem(answer)
    return problem === undefined ? undefined : new PermanentError('LISTENER_ANSWER', problem)
  } catch (thrown) {
    signal.throwIfAborted()
    return toError(thrown)
  }
}
