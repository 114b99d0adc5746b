/** The report as data: every key and its unit is in docs/report.md, its schema in docs/report.schema.json. */
import type { ReportFacts } from './facts.ts'
import { recommend } from './recommend.ts'
import { afterSection, aggregationSection } from './sections/after.ts'
import { errorsSection, failedItemsSection } from './sections/failures.ts'
import { organizationSection } from './sections/organization.ts'
import { performanceSection } from './sections/performance.ts'
import { resourcesSection } from './sections/resources.ts'
import { spaceSection } from './sections/space.ts'
import { stagesSection } from './sections/stages.ts'
import { summarySection } from './sections/summary.ts'
import { turnsSection } from './sections/turns.ts'

/** The whole report as one JSON document: also what the HTML page is made of. */
export type Report = ReturnType<typeof jsonReport>

/** @throws LedgerError when the counts do not add up: no report is better than a wrong one */
export function jsonReport(facts: ReportFacts) {
  const { items, options } = facts
  return {
    timestamp: new Date(facts.asOf).toISOString(),
    summary: summarySection(facts),
    space_usage: spaceSection(facts),
    performance: performanceSection(facts),
    resources: resourcesSection(facts),
    organization: organizationSection(facts),
    stages: stagesSection(facts),
    batch_results: turnsSection(facts),
    aggregation: aggregationSection(facts),
    after: afterSection(facts),
    errors: errorsSection(facts),
    failed_items: failedItemsSection(facts),
    recommendations: recommend(facts),
    files: options.listsFiles ? items.listed : [],
  }
}
