/** What to do next, derived from what was measured. No rule speaks without the figures it speaks from. */
import type { ReportFacts } from './facts.ts'
import { measure } from './measures.ts'
import { failureRules } from './rules/failures.ts'
import { planningRules } from './rules/planning.ts'
import type { Recommendation, Rule } from './rules/rule.ts'
import { spaceRules } from './rules/space.ts'
import { workerRules } from './rules/workers.ts'

const rules: readonly Rule[] = [...failureRules, ...workerRules, ...spaceRules, ...planningRules]

/** In order of urgency: failures, speed, space, the next batch. */
export function recommend(facts: ReportFacts): readonly Recommendation[] {
  const measures = measure(facts)
  return rules.map((rule) => rule(facts, measures)).filter((found) => found !== undefined)
}
