/** What a person may change when a batch goes on: how many items at once, and a larger budget. */
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { buildBudget, limitFindings } from '../pipeline/build-limits.ts'
import type { Pipeline, RunOptions } from '../pipeline/definition.ts'
import type { Budget } from '../pipeline/limit-definition.ts'
import { placesWithoutText } from '../pipeline/places.ts'
import { budgetSchema } from '../pipeline/schema-limits.ts'
import { findingsOf, refuseFindings } from '../pipeline/zod-problems.ts'

const places = placesWithoutText('command line')

/** Throws UsageError for a budget that is none, that no step keeps to, or that is smaller than the one there is. */
export function resumeOptions(stored: Pipeline, given: JsonObject = {}): RunOptions {
  return { ...stored.options, ...workersOf(given), ...budgetOf(stored, given) }
}

function workersOf(given: JsonObject): Pick<Partial<RunOptions>, 'workers'> {
  const workers = given['workers'] ?? given['max_concurrent']
  return typeof workers === 'number' || workers === 'auto' ? { workers } : {}
}

function budgetOf(stored: Pipeline, { budget: value }: JsonObject): Pick<Partial<RunOptions>, 'budget'> {
  if (value === undefined) return {}
  const findings = findingsOf({ schema: budgetSchema, value })
  refuseFindings(
    findings.map((finding) => ({ ...finding, path: ['budget', ...finding.path] })),
    places,
  )
  const asked = buildBudget(budgetSchema.parse(value))
  refuseSmaller(asked, stored.options.budget ?? {})
  const budget = { ...stored.options.budget, ...asked }
  refuseFindings(limitFindings({ ...stored, options: { budget } }), places)
  return { budget }
}

function refuseSmaller(asked: Budget, before: Budget): void {
  for (const [unit, amount] of Object.entries(asked)) {
    const had = before[unit as keyof Budget] ?? 0 // a key of a budget
    if (amount >= had) continue
    const name = unit === 'timeMs' ? 'time (in milliseconds)' : unit
    throw new UsageError('BUDGET_SMALLER', `Expected a budget of at least ${had} ${name}, which the batch has, got ${amount}.`, {
      fix: 'Leave --budget out to go on with the one there is, or give more.',
    })
  }
}
