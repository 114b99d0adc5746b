import type { Clock } from '../base/clock.ts'

export interface Repeat {
  readonly clock: Clock
  readonly ms: number
  readonly signal: AbortSignal
}

/** Does `work` again and again, `ms` after it has ended, until the signal aborts; never twice at a time. Rejects as it does. */
export async function every({ clock, ms, signal }: Repeat, work: () => Promise<void> | void): Promise<void> {
  while (!signal.aborted) {
    await work()
    await clock.sleep(ms, signal)
  }
}
