import type { ReportFacts } from './facts.ts'
import { htmlReport } from './html/page.ts'
import { jsonReport } from './json.ts'

/**
 * Both forms of the report, from the same facts; equal facts give equal bytes.
 * @throws LedgerError when the counts do not add up
 */
export function renderReports(facts: ReportFacts): { readonly json: string; readonly html: string } {
  const report = jsonReport(facts)
  return { json: `${JSON.stringify(report, null, 2)}\n`, html: htmlReport(report, facts.items.listed) }
}
