/** Chance for fault tests: the same seed gives the same faults, and the seed is printed with a failure. */
export interface Chance {
  readonly seed: number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
}

/** MILLRACE_SEED repeats a run. */
export function chance(seed = Number(process.env['MILLRACE_SEED'] ?? Math.floor(Math.random() * 1_000_000))): Chance {
  const state = { value: seed }
  return { seed, between: (from, to) => from + Math.floor(next(state) * (to - from + 1)) }
}

/** mulberry32: small, fast, good enough to choose when to kill. */
function next(state: { value: number }): number {
  state.value = (state.value + 0x6d2b79f5) | 0
  const mixed = Math.imul(state.value ^ (state.value >>> 15), 1 | state.value)
  const twice = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((twice ^ (twice >>> 14)) >>> 0) / 4_294_967_296
}
