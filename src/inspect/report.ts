/** The report of a batch, made anew from its ledger: the same as the one written at its end. */
import { collectFacts } from '../report/facts.ts'
import { jsonReport, type Report } from '../report/json.ts'
import { type SummarySetting, summaryLines } from '../report/summary.ts'
import type { InspectedBatch } from './find-batch.ts'

/** Reads every row of the batch: seconds at a million items. @throws LedgerError when the counts do not add up. */
export async function reportOf({ read, row }: InspectedBatch): Promise<Report> {
  return jsonReport(await collectFacts(read, row.batch))
}

/** At most 25 lines for a terminal: the verdict first, the next command last. */
export async function summaryOf({ read, row }: InspectedBatch, setting: SummarySetting): Promise<readonly string[]> {
  return summaryLines(await collectFacts(read, row.batch), setting)
}
