import { collectFacts, type ReportFacts } from '../../src/report/facts.ts'
import { jsonReport, type Report } from '../../src/report/json.ts'
import { recommend } from '../../src/report/recommend.ts'
import { type PlayedBatch, type PlayedItem, playBatch } from './report-batch.ts'

export async function factsOf(given: PlayedBatch): Promise<ReportFacts> {
  const { ledger, batch } = await playBatch(given)
  return collectFacts(ledger.read, batch)
}

export async function reportOf(given: PlayedBatch): Promise<Report> {
  return jsonReport(await factsOf(given))
}

/** What one rule says about a batch. */
export async function said(given: PlayedBatch, rule: string): Promise<string | undefined> {
  return recommend(await factsOf(given)).find((entry) => entry.rule === rule)?.advice
}

export function successes(count: number, figures: Partial<PlayedItem> = {}): readonly PlayedItem[] {
  return Array.from({ length: count }, (_, n) => ({ id: `g${n}`, state: 'succeeded', ms: 1_000, ...figures }))
}

export function failures(count: number, code: string, fix?: string): readonly PlayedItem[] {
  const advice = fix === undefined ? {} : { fix }
  return Array.from({ length: count }, (_, n) => ({ id: `${code}${n}`, state: 'failed', code, message: code, ...advice }))
}
