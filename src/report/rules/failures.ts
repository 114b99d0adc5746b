import { formatCount, plural } from '../../base/format.ts'
import type { ReportFacts } from '../facts.ts'
import type { Measures } from '../measures.ts'
import type { Recommendation, Rule } from './rule.ts'

export const failureRules: readonly Rule[] = [fixTopError, raiseTimeout, reviewItems, keepRetrying, stopRetrying, resume]

function fixTopError(facts: ReportFacts): Recommendation | undefined {
  const [top] = facts.errors
  const fix = top && facts.attempts.fixes.for(top.code, top.message)
  if (!top || !fix || top.code === timeout) return undefined
  const failed = facts.items.counts.failed
  const share = `${formatCount(top.count)} of ${plural(failed, 'failure')}`
  return {
    rule: 'fix-top-error',
    advice: `${share} ${top.count === 1 ? 'is' : 'are'} ${top.code}: ${fix}`,
    evidence: { code: top.code, count: top.count, failed },
  }
}

const timeout = 'TIMEOUT'

function raiseTimeout(facts: ReportFacts): Recommendation | undefined {
  const count = facts.errors.filter(({ code }) => code === timeout).reduce((sum, group) => sum + group.count, 0)
  const failed = facts.items.counts.failed
  if (count === 0) return undefined
  const advice = `Raise \`timeout\`: ${formatCount(count)} of ${plural(failed, 'failure')} ran into the time limit.`
  return { rule: 'raise-timeout', advice, evidence: { timeouts: count, failed } }
}

function reviewItems(facts: ReportFacts): Recommendation | undefined {
  const { review } = facts.items.counts
  if (review === 0) return undefined
  const advice = `Decide on ${plural(review, 'item')} with \`millrace review\`: what they did may or may not have happened.`
  return { rule: 'review', advice, evidence: { review } }
}

function keepRetrying(facts: ReportFacts, { retries }: Measures): Recommendation | undefined {
  const { recovered } = facts.items
  const most = commonest(facts.attempts.retryCodes)
  if (recovered === 0 || !most) return undefined
  return {
    rule: 'keep-retrying',
    advice: `Keep retries on: ${plural(recovered, 'item')} succeeded after a failed try (most often ${most.code}, ${most.count} ×).`,
    evidence: { recovered_items: recovered, retries, code: most.code, count: most.count },
  }
}

function stopRetrying(facts: ReportFacts, { retries }: Measures): Recommendation | undefined {
  const most = commonest(facts.attempts.retryCodes)
  if (facts.items.recovered > 0 || !most || facts.items.counts.failed === 0) return undefined
  return {
    rule: 'stop-retrying',
    advice: `Lower \`max_retries\`: ${formatCount(retries)} × another try (most often ${most.code}) helped 0 items.`,
    evidence: { retries, recovered_items: 0, code: most.code },
  }
}

function resume(facts: ReportFacts): Recommendation | undefined {
  const { state, counts, name, total } = facts.batch
  const left = counts.blocked + counts.ready + counts.running + counts.waiting
  if (left === 0 || (state !== 'interrupted' && state !== 'failed')) return undefined
  const advice = `Go on with \`millrace resume ${name}\`: ${formatCount(left)} of ${plural(total, 'item')} are left.`
  return { rule: 'resume', advice, evidence: { left, total } }
}

function commonest(codes: ReadonlyMap<string, number>): { readonly code: string; readonly count: number } | undefined {
  const entries = [...codes].map(([code, count]) => ({ code, count }))
  return entries.sort((a, b) => b.count - a.count)[0]
}
