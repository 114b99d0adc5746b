/**
 * The two clocks (nothing else in Millrace reads the time):
 * `wall` for records that people read, `now` for durations, which never goes backwards.
 */
export interface Clock {
  /** Milliseconds since 1970, for records. May jump when the system's clock is set. */
  wall(): number
  /** Monotonic milliseconds, for durations and deadlines. */
  now(): number
  /** Resolves after `ms` on the monotonic clock, at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

const longestTimerMs = 2_147_483_647

/** The machine's own clocks and timers. A sleep lasts 24.8 days at most, the longest that a timer can: a longer one ends early. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const wake = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, Math.min(Math.max(0, ms), longestTimerMs))
      signal?.addEventListener('abort', wake, { once: true })
    }),
}

/** `performance.now` counts from the start of the process, this from the start of the machine: both with the same clock. */
const sinceBootMs = Number(process.hrtime.bigint()) / 1e6 - performance.now()

/** As `systemClock`, but `now` is the same in every process until the machine is started again: for what processes share. */
export const machineClock: Clock = { ...systemClock, now: () => performance.now() + sinceBootMs }

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

/** A clock that moves only by `advance`: for tests of everything that waits. */
export class ManualClock implements Clock {
  #now = 0
  #sleepers: Sleeper[] = []
  readonly #startedAt: number

  constructor(startedAt = 1_700_000_000_000) {
    this.#startedAt = startedAt
  }

  wall(): number {
    return this.#startedAt + this.#now
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const sleeper = { until: this.#now + ms, wake: resolve }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', () => this.#wake(sleeper), { once: true })
    })
  }

  /** How many sleepers wait: lets a test know that its subject has come to rest. */
  get sleeping(): number {
    return this.#sleepers.length
  }

  /** Moves time and wakes those who are due, earliest first. */
  advance(ms: number): void {
    this.#now += ms
    const due = this.#sleepers.filter((sleeper) => sleeper.until <= this.#now).sort((a, b) => a.until - b.until)
    for (const sleeper of due) this.#wake(sleeper)
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
    sleeper.wake()
  }
}
