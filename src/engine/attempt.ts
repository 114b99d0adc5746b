/** One attempt of one step: runs it within its time, and turns whatever happens into an outcome. */
import type { Clock } from '../base/clock.ts'
import type { Json } from '../base/json.ts'
import { formatDuration } from '../base/format.ts'
import type { StepOutcome } from '../pipeline/outcome.ts'
import { outcomeOf } from './failure.ts'

export interface AttemptCall {
  readonly run: (signal: AbortSignal) => Promise<Json> | Json
  readonly timeoutMs: number | undefined
  /** Aborts when the batch stops at once. */
  readonly stop: AbortSignal
  readonly clock: Clock
}

/** How long a step may take to end its programs after its signal aborted, before it is abandoned. */
const graceMs = 3_000

export async function attemptStep(call: AttemptCall): Promise<StepOutcome> {
  if (call.stop.aborted) return { kind: 'interrupted' }
  const limit = new TimeLimit(call)
  try {
    return { kind: 'succeeded', value: await limit.within(call.run(limit.signal)) }
  } catch (thrown) {
    if (limit.isOver) return timedOut(call.timeoutMs ?? 0)
    return call.stop.aborted ? { kind: 'interrupted' } : outcomeOf(thrown)
  } finally {
    limit.close()
  }
}

function timedOut(timeoutMs: number): StepOutcome {
  const failure = {
    code: 'TIMEOUT',
    message: `still running after ${formatDuration(timeoutMs)}, its time limit`,
    fix: 'Raise `timeout` on the step if this is how long the work takes.',
  }
  return { kind: 'retry', failure, afterMs: undefined }
}

/** Watches one attempt: its signal aborts at the timeout and when the batch stops. */
class TimeLimit {
  readonly signal: AbortSignal
  isOver = false
  readonly #call: AttemptCall
  readonly #done = new AbortController()
  readonly #own: AbortController | undefined

  constructor(call: AttemptCall) {
    this.#call = call
    this.#own = call.timeoutMs === undefined ? undefined : new AbortController()
    this.signal = this.#own === undefined ? call.stop : AbortSignal.any([call.stop, this.#own.signal])
    if (call.timeoutMs !== undefined) this.#expire(call.timeoutMs)
  }

  /** The value, or a rejection soon after the signal aborted even where the step does not listen to it. */
  within(running: Promise<Json> | Json): Promise<Json> | Json {
    return running instanceof Promise ? Promise.race([running, this.#abandoned()]) : running
  }

  close(): void {
    this.#done.abort()
  }

  async #expire(timeoutMs: number): Promise<void> {
    await this.#call.clock.sleep(timeoutMs, this.#done.signal)
    if (this.#done.signal.aborted) return
    this.isOver = true
    this.#own?.abort()
  }

  /** A promise of this attempt alone: a race against one that lives as long as the batch would never be freed. */
  #abandoned(): Promise<never> {
    return new Promise((_, reject) => {
      const giveUp = async () => {
        await this.#call.clock.sleep(graceMs, this.#done.signal)
        reject(new Error('the step did not end after its signal aborted'))
      }
      this.signal.addEventListener('abort', giveUp, { once: true, signal: this.#done.signal })
    })
  }
}
