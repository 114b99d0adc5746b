/** How far off an estimate may be, from how far off it was for each item so far. */
export interface Spread {
  /** Factors on the estimate: the 10th and 90th percentile. */
  readonly low: number
  readonly high: number
}

const rounds = 60
const mostDraws = 100

/**
 * Bootstrap: redraws the ratios (measured ÷ estimated) of the items that ended, once for the items to come and once for
 * those that the rate was taken from. Chance is seeded, so that equal input gives an equal range.
 */
export function spreadOf(ratios: readonly number[], itemsToCome: number): Spread {
  const random = seeded(ratios.length)
  const mean = (draws: number) => {
    const drawn = Array.from({ length: draws }, () => ratios[Math.floor(random() * ratios.length)] ?? 1)
    return drawn.reduce((sum, ratio) => sum + ratio, 0) / draws
  }
  const factors = Array.from({ length: rounds }, () => mean(bounded(itemsToCome)) / Math.max(1e-9, mean(bounded(ratios.length))))
  const sorted = factors.sort((a, b) => a - b)
  return { low: Math.min(1, sorted[rounds * 0.1] ?? 1), high: Math.max(1, sorted[rounds * 0.9] ?? 1) }
}

function bounded(draws: number): number {
  return Math.max(1, Math.min(mostDraws, draws))
}

/** Mulberry32: small, quick, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32
  }
}
