/** When to look at the folders again. Looking at a hundred thousand files takes a second: it must not be all that is done. */
export interface PaceCase {
  /** How long the last look took. */
  readonly lookMs: number
  /** The longest time between two looks, as long as they are short. */
  readonly everyMs: number
  /** How long until a file that is being written could be complete. */
  readonly settlesInMs: number
}

export interface Rest {
  /** Whatever happens. Also gathers events that come together. */
  readonly atLeastMs: number
  /** When nothing is heard. */
  readonly atMostMs: number
}

const shortestMs = 50
/** With news all the time, a fifth of the time is spent looking; without any, a twentieth. */
const restPerLook = { busy: 4, calm: 19 } as const

export function restBefore({ lookMs, everyMs, settlesInMs }: PaceCase): Rest {
  const atLeastMs = Math.max(shortestMs, restPerLook.busy * lookMs)
  const calmMs = Math.max(everyMs, restPerLook.calm * lookMs)
  return { atLeastMs, atMostMs: Math.max(atLeastMs, Math.min(calmMs, settlesInMs)) }
}
