/** The report of a batch, made anew from its ledger: the same as the one written at its end. */
import { collectFacts } from '../report/facts.ts'
import { jsonReport, type Report } from '../report/json.ts'
import type { InspectedBatch } from './find-batch.ts'

/** Reads every row of the batch: seconds at a million items. @throws LedgerError when the counts do not add up. */
export async function reportOf({ read, row }: InspectedBatch): Promise<Report> {
  return jsonReport(await collectFacts(read, row.batch))
}
