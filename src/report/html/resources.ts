import { formatBytes, formatPercent, threeFigures } from '../../base/format.ts'
import type { Report } from '../json.ts'
import { chart } from './chart.ts'
import { html, type Markup, nothing, shown } from './markup.ts'
import { facts, table } from './table.ts'
import { seconds } from './time.ts'

/** What Millrace and its children used together. */
export function resources({ resources: used, performance, stages }: Report): Markup {
  const { cpu, memory, disk } = used
  const over = performance.over_time
  return html`<section aria-labelledby="resources"><h2 id="resources">Resources</h2>
${facts([
  [
    'CPU',
    `${seconds(cpu.seconds)}${cpu.share_of_machine === null ? '' : `, ${formatPercent(cpu.share_of_machine)} of ${cpu.cores} cores`}`,
  ],
  ['Memory at its peak', memory.limit_text === null ? memory.peak_text : `${memory.peak_text} of ${memory.limit_text}`],
  ['Disk', `${disk.read_text} read, ${disk.written_text} written`],
  ['Further tries', threeFigures(performance.retries.total)],
])}<div class="charts">${chart({
    title: 'CPU, share of all cores',
    label: 'CPU',
    intervalSeconds: over.interval_seconds,
    format: formatPercent,
    points: over.points.map((point) => ({ atSeconds: point.at_seconds, value: point.running === null ? null : point.cpu_share })),
  })}${chart({
    title: 'Memory',
    label: 'memory',
    intervalSeconds: over.interval_seconds,
    format: formatBytes,
    isBytes: true,
    points: over.points.map((point) => ({ atSeconds: point.at_seconds, value: point.rss_bytes })),
  })}</div>${stages.map(measured)}${warnings(used.warnings)}</section>`
}

function measured({ name, measured: { numbers, words } }: Report['stages'][number]): Markup {
  const sums = Object.entries(numbers).map(([key, { sum, min, max, count }]) => [
    shown(key),
    `${threeFigures(sum / count)} on average, ${threeFigures(min)} to ${threeFigures(max)}; ${threeFigures(sum)} in ${threeFigures(count)} attempts`,
  ])
  const kinds = Object.entries(words).map(([key, counts]) => [shown(key), listed(counts)])
  const rows = [...sums, ...kinds]
  if (rows.length === 0) return nothing
  const columns = [{ name: 'what' }, { name: 'measured' }]
  return html`<h3>Noted by ${shown(name)}</h3>${table({ caption: 'Figures with their range and sum, kinds with their count', columns, rows })}`
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([word, count]) => `${shown(word)}: ${threeFigures(count)}`)
    .join(', ')
}

function warnings(found: Report['resources']['warnings']): Markup {
  const rows = found.map(({ at, code, message }) => [at, shown(code), shown(message)])
  const columns = [{ name: 'at' }, { name: 'code' }, { name: 'warning' }]
  return rows.length === 0 ? nothing : html`<h3>Warnings</h3>${table({ caption: 'In the order they came', columns, rows })}`
}
