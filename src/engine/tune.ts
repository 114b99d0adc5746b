/** What may be changed while a batch runs: read from what a person asked for, or refused with what there is. Pure. */
import type { JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import type { Rate } from '../pipeline/limit-definition.ts'
import { readRate } from '../pipeline/rate.ts'

/** `key` is the same for every change of the same knob: the last one holds. `text` says what holds from now on. */
export type Tune = { readonly key: string; readonly text: string } & (
  | { readonly kind: 'workers'; readonly workers: number | 'auto' }
  | { readonly kind: 'step'; readonly step: number; readonly workers: number | 'auto' }
  | { readonly kind: 'rate'; readonly limit: string; readonly rate: Rate }
)

/** What there is to change. */
export interface TuneFacts {
  /** Names, in the order of the pipeline. */
  readonly steps: readonly string[]
  readonly limits: readonly { readonly name: string; readonly hasRate: boolean }[]
}

const mostWorkers = 10_000

export function tuneFacts({ steps, limits = [] }: Pick<Pipeline, 'steps' | 'limits'>): TuneFacts {
  const used = new Set(steps.flatMap((step) => step.limits ?? []))
  const known = limits.filter(({ name }) => used.has(name))
  return {
    steps: steps.map(({ name }) => name),
    limits: known.map(({ name, requests }) => ({ name, hasRate: requests.length > 0 })),
  }
}

/**
 * @param args `{ workers }`, `{ stage, workers }` or `{ limit, rate }`
 * @returns a sentence where it is refused
 */
export function readTune(args: JsonObject, facts: TuneFacts): Tune | string {
  const { workers = null, stage, limit, rate } = args
  if (limit !== undefined || rate !== undefined) return rateOf(limit ?? null, rate ?? null, facts)
  if (!isWorkers(workers))
    return `expected workers to be "auto" or a whole number from 1 to ${mostWorkers}, got ${JSON.stringify(workers)}`
  if (stage === undefined) return { kind: 'workers', workers, key: 'workers', text: `workers: ${workers}` }
  const step = typeof stage === 'string' ? facts.steps.indexOf(stage) : -1
  if (step < 0) return unknown('step', stage, facts.steps)
  const text = workers === 'auto' ? `step ${stage}: as many as there are workers` : `step ${stage}: at most ${workers} at once`
  return { kind: 'step', step, workers, key: `step ${stage}`, text }
}

function rateOf(name: JsonObject[string], text: JsonObject[string], { limits }: TuneFacts): Tune | string {
  const rate = readRate(String(text))
  if (typeof rate === 'string') return rate.replace(/\.$/, '')
  const limit = limits.find((one) => one.name === name)
  if (limit === undefined)
    return unknown(
      'limit',
      name,
      limits.map((one) => one.name),
    )
  if (!limit.hasRate) return `the limit "${limit.name}" has no rate of requests that could be changed`
  return { kind: 'rate', limit: limit.name, rate, key: `limit ${limit.name}`, text: `limit ${limit.name}: ${String(text)}` }
}

function unknown(what: 'step' | 'limit', name: JsonObject[string], names: readonly string[]): string {
  if (names.length === 0) return `there is no ${what} "${String(name)}": the pipeline has no ${what}s`
  return `there is no ${what} "${String(name)}".${didYouMean(String(name), names)} There are: ${names.join(', ')}`
}

function isWorkers(value: unknown): value is number | 'auto' {
  return value === 'auto' || (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostWorkers)
}
