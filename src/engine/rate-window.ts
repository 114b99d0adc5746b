/** The windows of a limit: `500/m` as the time that one request is worth, and how far ahead of time it may come. */
import type { LimitDefinition, Rate } from '../pipeline/limit-definition.ts'
import type { Cost } from './gates/gate.ts'

export type RateUnit = 'requests' | 'tokens' | 'usd'

export interface RateWindow {
  /** `requests/60000`: what is kept of it stays of use when its amount is changed. */
  readonly key: string
  readonly unit: RateUnit
  readonly amount: number
  readonly perMs: number
  /** Time that one unit is worth. */
  readonly msPerUnit: number
  /** How far ahead of its time an attempt may come. */
  readonly toleranceMs: number
}

/** Requests that are held up by so much, here or on their way, are still within the burst. */
const jitterMs = 500
/**
 * Without a burst the first and the last but one of a window's requests lie further apart than the window, by 1 % of it,
 * and a timer that is late by up to 1 % of the window costs nothing: `amount * perMs / (0.98 * amount) - 0.01 * perMs`.
 */
const steadyShare = 0.98
const steadyTolerance = 0.01

export function rateWindows({ requests, tokens, cost, burst }: LimitDefinition): readonly RateWindow[] {
  const shortest = Math.min(...requests.map(({ perMs }) => perMs))
  return [
    ...requests.map((rate) =>
      burst !== undefined && rate.perMs === shortest ? burstWindow(rate, burst) : steadyWindow('requests', rate),
    ),
    ...tokens.map((rate) => steadyWindow('tokens', rate)),
    ...cost.map((rate) => steadyWindow('usd', rate)),
  ]
}

/** The generic cell rate algorithm: `burst` at once, then one every `msPerUnit`; of a small burst, half stays free for jitter. */
function burstWindow({ amount, perMs }: Rate, burst: number): RateWindow {
  const msPerUnit = perMs / amount
  const atOnce = Math.max(1, burst - Math.min(jitterMs / msPerUnit, burst / 2))
  return { key: `requests/${perMs}`, unit: 'requests', amount, perMs, msPerUnit, toleranceMs: (atOnce - 1) * msPerUnit }
}

function steadyWindow(unit: RateUnit, { amount, perMs }: Rate): RateWindow {
  const msPerUnit = perMs / (steadyShare * amount)
  return { key: `${unit}/${perMs}`, unit, amount, perMs, msPerUnit, toleranceMs: steadyTolerance * perMs }
}

/** How many units of the window an attempt uses. */
export function unitsOf({ unit }: RateWindow, cost: Partial<Cost>): number {
  return unit === 'requests' ? (cost.requests ?? 1) : (cost[unit] ?? 0)
}
