/** Drives rate gates through time that is only counted: processes with attempts that wait, over one kept allowance. */
import { type AllowanceState, lease, untouched } from '../../src/engine/allowance.ts'
import { RateGate } from '../../src/engine/gates/rate.ts'
import { rateWindows } from '../../src/engine/rate-window.ts'
import type { LimitDefinition } from '../../src/pipeline/limit-definition.ts'

export interface Drive {
  readonly limit: LimitDefinition
  /** When attempts begin to wait, in milliseconds; one process takes them in turn with the others. */
  readonly arrivals: readonly number[]
  readonly untilMs: number
  /** @default 1 */
  readonly processes?: number
  /** How late a timer wakes; @default never */
  readonly lateMs?: () => number
  /** Processes die then, with the slices they hold, and start again. */
  readonly kills?: readonly number[]
}

/** When attempts started. */
export function drive({ limit, arrivals, untilMs, processes = 1, lateMs = () => 0, kills = [] }: Drive): readonly number[] {
  const windows = rateWindows(limit)
  const fresh = () => new RateGate({ name: limit.name, windows, isShared: processes > 1 })
  let gates = Array.from({ length: processes }, fresh)
  let state: AllowanceState = untouched
  const starts: number[] = []
  const cost = { bytes: 0 }
  const queue = [...arrivals].sort((a, b) => a - b)
  const deaths = [...kills].sort((a, b) => a - b)

  /** Starts one attempt, or says when to look again. */
  const tryOne = (gate: RateGate, now: number, waiting: number): number => {
    const asks = gate.asks(now, cost, waiting)
    if (asks.length > 0) {
      const answer = lease({ state, isForeign: false }, asks, { now, aheadMs: gate.aheadMs })
      if (answer.kind === 'later') gate.refused(now + answer.waitMs)
      else {
        state = answer.state
        gate.granted(answer.spans)
      }
    }
    const wait = gate.delay(now, cost)
    if (wait === 0) gate.started(now, cost)
    return wait
  }

  let now = 0
  let first = 0
  let behind = 0
  while (now <= untilMs && first < queue.length) {
    if ((deaths[0] ?? Number.POSITIVE_INFINITY) <= now) {
      deaths.shift()
      gates = Array.from({ length: processes }, fresh)
    }
    while ((queue[behind] ?? Number.POSITIVE_INFINITY) <= now) behind += 1
    const waiting = behind - first
    let next = queue[behind] ?? Number.POSITIVE_INFINITY
    for (let turn = 0; turn < waiting; turn++) {
      const waits = gates.map((gate) => (first < behind ? tryOne(gate, now, waiting) : undefined))
      for (const wait of waits) {
        if (wait === 0) {
          starts.push(now)
          first += 1
        } else if (wait !== undefined) next = Math.min(next, now + wait)
      }
      if (!waits.includes(0)) break
    }
    now = Math.max(now + 0.001, next + lateMs())
  }
  return starts
}

/** The most starts within any stretch of this length, both ends included. */
export function mostWithin(starts: readonly number[], ms: number): number {
  let first = 0
  let most = 0
  for (const [index, at] of starts.entries()) {
    while (at - (starts[first] ?? at) > ms) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}

/** How many a token bucket of this size and rate would have refused. */
export function refusedBy(
  starts: readonly number[],
  { burst, perMs }: { readonly burst: number; readonly perMs: number },
): number {
  let tokens = burst
  let before = 0
  let refused = 0
  for (const at of starts) {
    tokens = Math.min(burst, tokens + (at - before) * perMs)
    before = at
    if (tokens < 1 - 1e-9) refused += 1
    else tokens -= 1
  }
  return refused
}
