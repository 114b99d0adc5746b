import { formatBytes, formatDuration, formatPercent, threeFigures } from '../../base/format.ts'
import type { Report } from '../json.ts'
import { chart } from './chart.ts'
import { html, type Markup, shown } from './markup.ts'
import { facts, table } from './table.ts'

/** Where the time went: all of it, per step, and over time. */
export function time({ performance, summary, stages }: Report): Markup {
  const { over_time: over, percentiles: part } = performance
  const shared = { intervalSeconds: over.interval_seconds }
  return html`<section aria-labelledby="time"><h2 id="time">Time</h2>
${facts([
  ['Wall time with a process', seconds(summary.processing_time)],
  ['Work', `${seconds(performance.busy_seconds)} running`],
  ['At once', atOnce(performance)],
  [
    'Per item',
    part.p50 === null
      ? null
      : `${seconds(performance.avg_time_per_file)} on average; median ${seconds(part.p50)}, 95 % within ${seconds(part.p95)}, longest ${seconds(part.max)}`,
  ],
  ['Throughput', throughput(performance.throughput)],
  [
    'Tail',
    performance.tail_seconds > 0
      ? `fewer than half of the workers were busy in the last ${seconds(performance.tail_seconds)}`
      : null,
  ],
])}<div class="charts">${chart({
    ...shared,
    title: 'Attempts at once',
    label: 'running',
    limitLabel: 'workers',
    format: threeFigures,
    points: over.points.map((point) => ({ atSeconds: point.at_seconds, value: point.running, limit: point.workers })),
  })}${chart({
    ...shared,
    title: 'Items per second',
    label: 'items per second',
    format: threeFigures,
    points: over.points.map((point) => ({
      atSeconds: point.at_seconds,
      value: point.running === null ? null : point.items_per_second,
    })),
  })}</div>
${stageTable(stages)}${slowest(performance)}</section>`
}

function atOnce({
  parallel_jobs: jobs,
  average_at_once: average,
  most_at_once: most,
  efficiency,
}: Report['performance']): string | null {
  if (average === null) return null
  const share = efficiency === null ? '' : ` (${formatPercent(efficiency)} of the workers’ time)`
  return `${threeFigures(average)} attempts on average${share}, at most ${most}${jobs === null ? '' : ` of ${jobs} workers`}`
}

function throughput({
  items_per_second: items,
  output_bytes_per_second: bytes,
}: Report['performance']['throughput']): string | null {
  if (items === null) return null
  return bytes ? `${threeFigures(items)} items/s, ${formatBytes(bytes)}/s written as results` : `${threeFigures(items)} items/s`
}

const stageColumns = ['succeeded', 'failed', 'skipped', 'reused', 'retries', 'average', 'p50', 'p95', 'longest'] as const

function stageTable(stages: Report['stages']): Markup {
  const rows = stages.map((stage) => [
    shown(stage.name),
    ...[stage.succeeded, stage.failed, stage.skipped, stage.reused, stage.retries].map(threeFigures),
    ...[stage.avg_seconds, stage.percentiles.p50, stage.percentiles.p95, stage.percentiles.max].map(seconds),
  ])
  const columns = [{ name: 'step' }, ...stageColumns.map((name) => ({ name, isNumber: true }))]
  return html`<h3>Steps</h3>${table({ caption: 'Items and running time per attempt', columns, rows })}`
}

function slowest({ slowest: items }: Report['performance']): Markup {
  const rows = items
    .slice(0, 5)
    .map((item) => [html`<span class="mono">${shown(item.id)}</span>`, seconds(item.seconds), formatBytes(item.input_bytes)])
  const columns = [{ name: 'item' }, { name: 'time', isNumber: true }, { name: 'input', isNumber: true }]
  return html`<h3>Slowest items</h3>${table({ caption: 'Running time over all attempts', columns, rows })}`
}

export function seconds(value: number | null): string {
  return value === null ? '–' : formatDuration(value * 1000)
}
