/** The figures that several parts of a report are about, computed once from the facts. */

import { sumOf } from './counts.ts'
import type { ReportFacts } from './facts.ts'
import type { Interval } from './fold/timeline.ts'

export interface Measures {
  readonly activeMs: number
  readonly ended: number
  /** The most attempts that were allowed at once, else the most that ran; undefined where nothing was sampled. */
  readonly workers: number | undefined
  readonly mostRunning: number
  /** Running time of all attempts that did work. */
  readonly busyMs: number
  /** Attempts at once, on average over the active time. */
  readonly averageRunning: number | undefined
  /** Share of the workers' time that was spent working, 0 to 1. */
  readonly efficiency: number | undefined
  readonly cpuMs: number
  /** Share of all cores, 0 to 1. */
  readonly cpuShare: number | undefined
  readonly peakRssBytes: number
  readonly readBytes: number
  readonly writtenBytes: number
  readonly retries: number
  /** The end of the batch in which fewer than half of the workers were busy. */
  readonly tailMs: number
}

export function measure(facts: ReportFacts): Measures {
  const { activeMs, steps, attempts, sessions, events, options, items } = facts
  const folds = steps.map(({ step }) => attempts.step(step))
  const busyMs = sumOf(folds.map(({ ms }) => ms.sum))
  const cpuMs = sumOf(sessions.map((session) => session.cpuMs))
  const cores = events.machine?.cores
  const configured = typeof options.workers === 'number' ? options.workers : undefined
  const workers = events.mostWorkers || configured || events.mostRunning || undefined
  const averageRunning = activeMs > 0 ? busyMs / activeMs : undefined
  return {
    activeMs,
    ended: sumOf(Object.values(items.counts)),
    workers,
    mostRunning: events.mostRunning,
    busyMs,
    averageRunning,
    efficiency: workers && averageRunning !== undefined ? Math.min(1, averageRunning / workers) : undefined,
    cpuMs,
    cpuShare: cores && activeMs > 0 ? Math.min(1, cpuMs / (cores * activeMs)) : undefined,
    peakRssBytes: Math.max(0, ...sessions.map((session) => session.peakRssBytes)),
    readBytes: sumOf(sessions.map((session) => session.readBytes)),
    writtenBytes: sumOf(sessions.map((session) => session.writtenBytes)),
    retries: sumOf([...attempts.retryCodes.values()]),
    tailMs: tailOf(events.timeline.intervals, events.timeline.widthMs),
  }
}

function tailOf(intervals: readonly Interval[], widthMs: number): number {
  const sampled = intervals.filter((interval) => interval.samples > 0)
  const lastBusy = sampled.findLastIndex((interval) => interval.running * 2 >= interval.workers)
  return (sampled.length - 1 - lastBusy) * widthMs
}
