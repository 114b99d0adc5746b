import { isObject, type Json } from '../../base/json.ts'
import type { ReportFacts } from '../facts.ts'
import { secondsOf } from '../item-row.ts'

/** One result of all, where the pipeline asks for it: the newest. */
export function aggregationSection({ events }: ReportFacts) {
  const newest = events.once.results.findLast(({ part, state }) => part === 'aggregation' && state === 'done')
  if (newest === undefined || !isObject(newest.value)) return null
  const { text, fold, file } = newest.value
  return { text: textOr(text), fold: (fold ?? null) as Json, file: textOr(file) } // a part of JSON
}

/** Every try of what was done once, the aggregation included, in its order. */
export function afterSection({ events }: ReportFacts) {
  return events.once.attempts.map(({ step, attempt, outcome, ms, failure }) => ({
    step,
    attempt,
    outcome,
    seconds: secondsOf(ms),
    code: failure?.code ?? null,
    error: failure?.message ?? null,
  }))
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
