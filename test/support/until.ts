/** Waiting in tests for what another process does: looks again and again, never longer than it says. */
import { systemClock } from '../../src/base/clock.ts'

export interface UntilSetting {
  /** Gives up after so long. @default 30 seconds */
  readonly forMs?: number
  /** @default 10 ms */
  readonly everyMs?: number
  /** Stops waiting when this resolves. */
  readonly orWhen?: Promise<unknown>
}

/** True as soon as `holds` is; false when the time is over or `orWhen` came first. */
export async function until(holds: () => boolean | Promise<boolean>, setting: UntilSetting = {}): Promise<boolean> {
  const { forMs = 30_000, everyMs = 10, orWhen } = setting
  const deadline = systemClock.now() + forMs
  const stop = new AbortController()
  orWhen?.then(
    () => stop.abort(),
    () => stop.abort(),
  )
  while (systemClock.now() < deadline && !stop.signal.aborted) {
    if (await holds()) return true
    await systemClock.sleep(Math.min(everyMs, deadline - systemClock.now()), stop.signal)
  }
  return holds()
}
