/** One attempt of one step: runs it within its time, and turns whatever happens into an outcome. */
import type { Clock } from '../base/clock.ts'
import { formatDuration } from '../base/format.ts'
import type { Json } from '../base/json.ts'
import type { StepOutcome } from '../pipeline/outcome.ts'
import { outcomeOf } from './failure.ts'
import { isLater, type Soon } from './soon.ts'

export interface AttemptCall {
  readonly run: (signal: AbortSignal) => Soon<Json>
  readonly timeoutMs: number | undefined
  /** Aborts when the batch stops at once. */
  readonly stop: AbortSignal
  readonly clock: Clock
}

/** How long a step may take to end its programs after its signal aborted, before it is abandoned. */
const graceMs = 3_000

/** An outcome at once where the step gives its value at once: nobody needs to watch it. */
export function attemptStep(call: AttemptCall): Soon<StepOutcome> {
  if (call.stop.aborted) return { kind: 'interrupted' }
  const limit = call.timeoutMs === undefined ? undefined : new TimeLimit(call, call.timeoutMs)
  const signal = limit?.signal ?? call.stop
  try {
    const running = call.run(signal)
    if (isLater(running)) return watched(running, call, limit)
    limit?.close()
    return { kind: 'succeeded', value: running }
  } catch (thrown) {
    limit?.close()
    return outcomeOf(thrown)
  }
}

async function watched(running: Promise<Json>, call: AttemptCall, limit: TimeLimit | undefined): Promise<StepOutcome> {
  try {
    return { kind: 'succeeded', value: await unlessAbandoned(running, limit?.signal ?? call.stop, call.clock) }
  } catch (thrown) {
    if (limit?.isOver) return timedOut(call.timeoutMs ?? 0)
    return call.stop.aborted ? { kind: 'interrupted' } : outcomeOf(thrown)
  } finally {
    limit?.close()
  }
}

/** The value, or a rejection soon after the signal aborted even where the step does not listen to it. */
function unlessAbandoned(running: Promise<Json>, signal: AbortSignal, clock: Clock): Promise<Json> {
  return new Promise((resolve, reject) => {
    const ended = new AbortController()
    const giveUp = () => {
      clock.sleep(graceMs, ended.signal).then(() => reject(new Error('the step did not end after its signal aborted')))
    }
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
    const forget = () => {
      signal.removeEventListener('abort', giveUp)
      ended.abort('ended')
    }
    Promise.resolve(running).then(resolve, reject).then(forget)
  })
}

function timedOut(timeoutMs: number): StepOutcome {
  const failure = {
    code: 'TIMEOUT',
    message: `still running after ${formatDuration(timeoutMs)}, its time limit`,
    fix: 'Raise `timeout` on the step if this is how long the work takes.',
  }
  return { kind: 'retry', failure, afterMs: undefined }
}

/** The running time of one attempt: its signal aborts when it is over, and when the batch stops. */
class TimeLimit {
  readonly signal: AbortSignal
  isOver = false
  readonly #over = new AbortController()
  readonly #closed = new AbortController()

  constructor({ stop, clock }: AttemptCall, timeoutMs: number) {
    this.signal = AbortSignal.any([stop, this.#over.signal])
    clock.sleep(timeoutMs, this.#closed.signal).then(() => this.#expire())
  }

  close(): void {
    this.#closed.abort('closed')
  }

  #expire(): void {
    if (this.#closed.signal.aborted) return
    this.isOver = true
    this.#over.abort('timeout')
  }
}
