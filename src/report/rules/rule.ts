import type { ReportFacts } from '../facts.ts'
import type { Measures } from '../measures.ts'

/** One thing to do, with the figures that say so. */
export type Recommendation = {
  /** Stable name, for programs. */
  readonly rule: string
  readonly advice: string
  readonly evidence: Readonly<Record<string, number | string>>
}

/** Looks at what was measured; silent where it has nothing to say. */
export type Rule = (facts: ReportFacts, measures: Measures) => Recommendation | undefined
