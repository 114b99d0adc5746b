/** What a terminal shows when a batch has ended: at most 25 lines, the verdict first, the next command last. */
import { formatBytes, formatCount, formatDuration, formatPercent, plainText, threeFigures } from '../base/format.ts'
import { conserve, itemsText, pendingOf } from './counts.ts'
import type { ReportFacts } from './facts.ts'
import { measure } from './measures.ts'
import { recommend } from './recommend.ts'
import { aggregationSection } from './sections/after.ts'
import { verdict } from './verdict.ts'

/** What the summary cannot know from the ledger: how wide the terminal is, and where files were put. */
export interface SummarySetting {
  /** Columns of the terminal; longer lines are cut in their middle. */
  readonly width: number
  /** Where the HTML report lies; absent: no report was written. */
  readonly reportPath?: string
  readonly logsPath?: string
}

const shownGroups = 3
const shownAdvice = 2
const shownSlowest = 3
const shownText = 3

export function summaryLines(facts: ReportFacts, setting: SummarySetting): readonly string[] {
  const lines = [
    verdict(facts.batch),
    '',
    ...counts(facts),
    ...times(facts),
    ...sizes(facts),
    ...slowest(facts),
    ...aggregate(facts),
    ...failures(facts),
    ...advice(facts),
    ...places(facts, setting),
    ...next(facts),
  ]
  return lines.map((line) => fitted(plainText(line), setting.width))
}

function counts({ batch, items }: ReportFacts): readonly string[] {
  const found = conserve(batch.total, batch.counts, batch.children)
  const states = ['succeeded', 'failed', 'review', 'skipped', 'cancelled', 'pending'] as const
  const parts = states.filter((state) => found[state] > 0).map((state) => `${formatCount(found[state])} ${state}`)
  const kept = items.reused > 0 ? ` (${formatCount(items.reused)} with kept results)` : ''
  const tried = found.succeeded + found.failed + found.review
  const rate = tried === 0 ? [] : [row('Success rate', formatPercent(found.succeeded / tried))]
  return [row('Items', `${itemsText(found)} = ${parts.join(' + ') || '0'}${kept}`), ...rate]
}

function times(facts: ReportFacts): readonly string[] {
  const { activeMs, ended, workers, efficiency, peakRssBytes, cpuShare } = measure(facts)
  const pace = activeMs > 0 && ended > 0 ? `, ${threeFigures((ended * 1000) / activeMs)} items/s` : ''
  const use = workers && efficiency !== undefined ? `, ${workers} workers busy ${formatPercent(efficiency)} of it` : ''
  const cpu = cpuShare === undefined ? '' : `, CPU ${formatPercent(cpuShare)}`
  const memory = peakRssBytes > 0 ? [row('Memory', `${formatBytes(peakRssBytes)} at its peak${cpu}`)] : []
  return [row('Time', `${formatDuration(activeMs)}${pace}${use}`), ...memory]
}

function sizes({ items }: ReportFacts): readonly string[] {
  const { before, after } = items.bytes
  if (after === 0) return []
  const ratio = before > 0 ? ` (${threeFigures(after / before)} ×)` : ''
  return [row('Total size', `${formatBytes(before)} → ${formatBytes(after)}${ratio}`)]
}

function slowest({ items }: ReportFacts): readonly string[] {
  const entries = items.extremes.slowest.slice(0, shownSlowest)
  if (items.ms.count <= shownSlowest) return []
  return [row('Slowest', entries.map(({ id, seconds }) => `${id} ${formatDuration(seconds * 1000)}`).join(', '))]
}

/** The first lines of the result of all; the rest is in its file and in the report. */
function aggregate(facts: ReportFacts): readonly string[] {
  const { text = null } = aggregationSection(facts) ?? {}
  const lines = (text ?? '').split('\n').filter((line) => line.trim() !== '')
  const more = lines.length > shownText ? [row('', `and ${formatCount(lines.length - shownText)} more lines`)] : []
  return [...lines.slice(0, shownText).map((line, index) => row(index === 0 ? 'Summary' : '', line)), ...more]
}

function failures({ errors, attempts }: ReportFacts): readonly string[] {
  if (errors.length === 0) return []
  const groups = errors.slice(0, shownGroups).flatMap(({ code, message, count, sampleIds }) => {
    const fix = attempts.fixes.for(code, message)
    const said = `✗ ${formatCount(count)} × ${code}: ${message} (e.g. ${sampleIds[0] ?? '?'})`
    return fix === null ? [said] : [said, `    → ${fix}`]
  })
  const more = errors.length - shownGroups
  return ['', ...groups, ...(more > 0 ? [`  and ${formatCount(more)} further kinds of failure`] : [])]
}

function advice(facts: ReportFacts): readonly string[] {
  // Failures have just been listed with their fixes, and the next command is the last line.
  const found = recommend(facts).filter(({ rule }) => rule !== 'fix-top-error' && rule !== 'resume' && rule !== 'review')
  const chosen = found.slice(0, shownAdvice)
  return chosen.length === 0 ? [] : ['', ...chosen.map((entry) => `• ${entry.advice}`)]
}

function places({ batch, items }: ReportFacts, { reportPath, logsPath }: SummarySetting): readonly string[] {
  const outputs = items.folders.folders.length > 0 ? [row('Outputs', batch.outputRoot)] : []
  const report = reportPath === undefined ? [] : [row('Report', reportPath)]
  const logs = logsPath === undefined ? [] : [row('Logs', logsPath)]
  return ['', ...outputs, ...report, ...logs]
}

function next({ batch, items, events, errors }: ReportFacts): readonly string[] {
  const isLeft = !batch.sourceDone || pendingOf(batch.counts) > 0
  const [doubt] = events.once.inDoubt
  if (!isLeft && doubt !== undefined) return [row('Next', `millrace review after:${doubt.step} with --done, --again or --fail`)]
  const lastOnce = events.once.attempts.at(-1)
  const isUndone = batch.state !== 'completed' && lastOnce !== undefined && lastOnce.outcome !== 'succeeded'
  if ((isLeft || isUndone) && batch.state !== 'cancelled') return [row('Next', `millrace resume ${batch.name}`)]
  if (items.counts.review > 0) return [row('Next', 'millrace review')]
  if (items.counts.failed === 0) return []
  // What could not become an item, such as a broken row, was at no step: it would break again.
  const canRunAgain = errors.some(({ step }) => step >= 0)
  return [
    row(
      'Next',
      canRunAgain ? `millrace errors ${batch.name}, then millrace retry ${batch.name}` : `millrace errors ${batch.name}`,
    ),
  ]
}

function row(label: string, value: string): string {
  return `${label.padEnd(14)}${value}`
}

/** Both ends of a line say the most. A width of nothing means that nobody knows: 80. */
function fitted(line: string, width: number): string {
  const room = Math.max(40, width || 80)
  const letters = [...line]
  if (letters.length <= room) return line
  const tail = Math.floor(room / 3)
  return `${letters.slice(0, room - tail - 1).join('')}…${letters.slice(-tail).join('')}`
}
