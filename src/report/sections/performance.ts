import { formatBytes } from '../../base/format.ts'
import type { ReportFacts } from '../facts.ts'
import type { Histogram } from '../fold/histogram.ts'
import type { Interval } from '../fold/timeline.ts'
import { secondsOf } from '../item-row.ts'
import { type Measures, measure } from '../measures.ts'

export function performanceSection(facts: ReportFacts) {
  const { items, attempts, events } = facts
  const measures = measure(facts)
  return {
    parallel_jobs: measures.workers ?? null,
    most_at_once: measures.mostRunning,
    average_at_once: rounded(measures.averageRunning),
    efficiency: rounded(measures.efficiency),
    avg_time_per_file: items.ms.mean === undefined ? null : secondsOf(items.ms.mean),
    peak_memory: measures.peakRssBytes,
    peak_memory_text: formatBytes(measures.peakRssBytes),
    throughput: throughput(measures, facts),
    percentiles: percentiles(items.ms),
    busy_seconds: secondsOf(measures.busyMs),
    tail_seconds: secondsOf(measures.tailMs),
    retries: { total: measures.retries, recovered_items: items.recovered, by_code: Object.fromEntries(attempts.retryCodes) },
    slowest: items.extremes.slowest,
    over_time: {
      interval_seconds: secondsOf(events.timeline.widthMs),
      points: events.timeline.intervals.map((interval) => point(interval, facts)),
    },
  }
}

/** Seconds of running time; null where no item did work. */
export function percentiles(ms: Histogram) {
  const at = (share: number) => {
    const value = ms.percentile(share)
    return value === undefined ? null : secondsOf(value)
  }
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) }
}

function throughput({ ended, activeMs }: Measures, { items }: ReportFacts) {
  const perSecond = (amount: number) => (activeMs > 0 ? rounded((amount * 1000) / activeMs) : null)
  return {
    items_per_second: perSecond(ended),
    input_bytes_per_second: perSecond(items.bytes.before),
    output_bytes_per_second: perSecond(items.bytes.after),
  }
}

/** One interval of the charts. Null where no sample was taken in it. */
function point(interval: Interval, { events }: ReportFacts) {
  const { samples, fromMs } = interval
  const seconds = events.timeline.widthMs / 1000
  const cores = events.machine?.cores
  return {
    at_seconds: secondsOf(fromMs),
    running: samples > 0 ? rounded(interval.running / samples) : null,
    workers: samples > 0 ? rounded(interval.workers / samples) : null,
    items_per_second: rounded(interval.ended / seconds),
    failed: interval.failed,
    cpu_share: cores ? rounded(Math.min(1, interval.cpuMs / 1000 / seconds / cores)) : null,
    rss_bytes: samples > 0 ? interval.rssBytes : null,
    read_bytes_per_second: rounded(interval.readBytes / seconds),
    written_bytes_per_second: rounded(interval.writtenBytes / seconds),
  }
}

/** Four figures: what was measured is not known any better. */
export function rounded(value: number): number
export function rounded(value: number | undefined): number | null
export function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(4))
}
