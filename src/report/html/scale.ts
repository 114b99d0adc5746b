/** Axes that end at figures people can read. */
export interface Scale {
  readonly max: number
  readonly ticks: readonly number[]
}

const steps = [1, 2, 2.5, 5, 10] as const

/**
 * From 0 to the first readable figure at or above `highest`, in about `count` steps.
 * @param base 10, or 1,024 for bytes
 */
export function scaleTo(highest: number, count = 4, base: 10 | 1024 = 10): Scale {
  if (highest <= 0) return { max: 1, ticks: [0] }
  const rough = highest / count
  const unit = base === 10 ? 10 ** Math.floor(Math.log10(rough)) : 1024 ** Math.max(0, Math.floor(Math.log2(rough) / 10))
  const size = stepAbove(rough / unit) * unit
  const ticks = Array.from({ length: Math.ceil(highest / size) + 1 }, (_, index) => Number((index * size).toPrecision(12)))
  return { max: ticks.at(-1) ?? highest, ticks }
}

/** For bytes a unit reaches to 1,023, so that the steps go on behind 10. */
function stepAbove(rough: number): number {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(rough)))
  return (steps.find((step) => step * power >= rough) ?? 10) * power
}
