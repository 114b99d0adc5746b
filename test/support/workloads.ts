/** Synthetic workloads for the tests of the estimate: a batch played through by workers that never idle. */
import { EtaEstimator } from '../../src/estimate/eta.ts'

interface Work {
  readonly bytes: number
  readonly ms: number
}

export interface Played {
  readonly items: readonly Work[]
  readonly workers: number
  /** Items that were done before this session began. */
  readonly doneBefore?: number
}

const random = seeded(7)

/** Name → workload. Times follow the size with noise, except where the name says otherwise. */
export const workloads: Readonly<Record<string, Played>> = {
  uniform: { items: list(1_000, () => work(50_000)), workers: 4 },
  'log-normal sizes (sigma 1.5)': { items: list(1_000, () => work(20_000 * Math.exp(1.5 * normal()))), workers: 4 },
  'smallest first': {
    items: list(1_000, () => work(20_000 * Math.exp(1.2 * normal()))).sort((a, b) => a.bytes - b.bytes),
    workers: 4,
  },
  'one or sixty seconds, whatever the size': {
    items: list(1_000, () => ({ bytes: 10_000 + 1_000 * random(), ms: random() < 0.1 ? 60_000 : 1_000 })),
    workers: 4,
  },
  'resumed at 60 %': { items: list(1_000, () => work(50_000)), workers: 4, doneBefore: 600 },
  'slow start': { items: list(1_000, (i) => scaled(work(50_000), i < 20 ? 10 : 1)), workers: 2 },
}

/** Median of |estimate − truth| ÷ truth over all moments after a fifth of the items, and how often one was shown. */
export function medianError({ items, workers, doneBefore = 0 }: Played): { readonly error: number; readonly shown: number } {
  const ends = play(items.slice(doneBefore), workers)
  const lastAt = ends.at(-1)?.at ?? 0
  const eta = new EtaEstimator(0)
  const left = { items: ends.length, bytes: ends.reduce((sum, end) => sum + end.bytes, 0) }
  const errors: number[] = []
  for (const end of ends) {
    eta.add({ ...end, reused: false })
    left.items -= 1
    left.bytes -= end.bytes
    const done = 1 - left.items / ends.length
    const estimate = done < 0.2 || left.items < workers ? undefined : eta.estimate(end.at, left)
    if (estimate) errors.push(Math.abs(estimate.seconds * 1000 - (lastAt - end.at)) / (lastAt - end.at))
  }
  const sorted = errors.sort((a, b) => a - b)
  return { error: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, shown: sorted.length }
}

function play(items: readonly Work[], workers: number): readonly (Work & { readonly at: number })[] {
  const freeAt = Array.from({ length: workers }, () => 0)
  const ends = items.map((item) => {
    const worker = freeAt.indexOf(Math.min(...freeAt))
    const at = (freeAt[worker] ?? 0) + item.ms
    freeAt[worker] = at
    return { ...item, at }
  })
  return ends.sort((a, b) => a.at - b.at)
}

function work(bytes: number): Work {
  return { bytes, ms: (200 + bytes / 50) * (0.7 + 0.6 * random()) }
}

function scaled({ bytes, ms }: Work, factor: number): Work {
  return { bytes, ms: ms * factor }
}

function list(count: number, make: (index: number) => Work): Work[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
