/**
 * The live view as lines: pure, so that a test can show what people see.
 * Where there is not room for everything, progress stays longest, then errors, stages, the machine, the keys.
 */
import { formatBytes, formatCount, threeFigures } from '../../base/format.ts'
import type { BatchStatus } from '../../index.ts'
import { machineLine, stageLines } from './layout-parts.ts'
import type { Paint } from './paint.ts'
import { columns, edges, joinFitting, safe, shorten } from './text.ts'

export interface LiveScreen {
  /** As the terminal says; 0 and nothing count as 80. */
  readonly columns: number | undefined
  readonly rows: number | undefined
  readonly paint: Paint
  /** What the keys do; absent where there is no keyboard. */
  readonly keys?: readonly string[]
  /** Stands in for the keys while something needs saying: "draining 4 running (again to stop)". */
  readonly notice?: string
}

interface Part {
  /** 1 stays longest. */
  readonly rank: number
  readonly lines: readonly string[]
}

const mostLines = 12
const mostErrors = 3

export function liveLines(status: BatchStatus, screen: LiveScreen): readonly string[] {
  const width = screenWidth(screen.columns)
  const parts: readonly Part[] = [
    { rank: 1, lines: [headLine(status, width, screen.paint), barLine(status, width), countsLine(status, width, screen.paint)] },
    { rank: 3, lines: stageLines(status, width) },
    { rank: 2, lines: tunedLines(status, width) },
    { rank: 4, lines: machineLine(status, width) },
    { rank: 2, lines: errorLines(status, width, screen.paint) },
    { rank: screen.notice === undefined ? 5 : 1, lines: lastLine(screen, width) },
  ]
  return fit(parts, Math.min(mostLines, (screen.rows || 24) - 3)).map((line) => cut(line, width))
}

export function screenWidth(given: number | undefined): number {
  return Math.min(200, Math.max(40, given || 80))
}

/** Whole lines leave from the least important part first; the order on the screen stays. */
function fit(parts: readonly Part[], room: number): readonly string[] {
  const allowed = new Map<Part, number>()
  let left = Math.max(1, room)
  for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
    allowed.set(part, Math.min(left, part.lines.length))
    left = Math.max(0, left - part.lines.length)
  }
  return parts.flatMap((part) => part.lines.slice(0, allowed.get(part)))
}

function headLine(status: BatchStatus, width: number, paint: Paint): string {
  const state = status.state === 'running' ? '' : ` · ${status.state.toUpperCase()}`
  const again = status.session > 1 ? ` · resumed (session ${status.session})` : ''
  const watching = status.watching ? ' · watching' : ''
  const left = `millrace ${safe(status.pipeline, 40)} · ${safe(status.batch_id, 40)}${again}${watching}${state}`
  const time = clockText(status.elapsed_seconds)
  return edges(paint.strong(shorten(left, width - time.length - 1)), time, width)
}

function clockText(seconds: number): string {
  const whole = Math.floor(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

function barLine(status: BatchStatus, width: number): string {
  const figures = barFigures(status)
  const room = Math.min(40, width - columns(figures) - 2)
  if (room < 8) return figures
  const full = Math.round((status.percent / 100) * room)
  return `${'█'.repeat(full)}${'░'.repeat(room - full)}  ${figures}`
}

function barFigures(status: BatchStatus): string {
  const total = `${formatCount(status.total)}${status.total_is_final ? '' : '+'}`
  const ended = endedCount(status)
  const eta = status.eta_seconds === null ? [] : [`ETA ${etaText(status.eta_seconds)}${rangeText(status)}`]
  const rate = status.items_per_second === null ? [] : [`${threeFigures(status.items_per_second)}/s`]
  return [`${Math.floor(status.percent)}%`, `${formatCount(ended)}/${total}`, ...eta, ...rate].join('  ')
}

/** All that have ended, in whatever way. */
export function endedCount(status: BatchStatus): number {
  return status.succeeded + status.failed + status.skipped + status.cancelled + status.review
}

/** An estimate is told no more exactly than it is known: `40s`, `12m`, `3h`. */
export function etaText(seconds: number): string {
  if (seconds < 60) return `${Math.max(5, Math.ceil(seconds / 5) * 5)}s`
  if (seconds < 5400) return `${Math.round(seconds / 60)}m`
  return `${Math.round(seconds / 3600)}h`
}

/** ` (1–4m)`: nothing where both ends read the same. */
function rangeText({ eta_low_seconds: low, eta_high_seconds: high }: BatchStatus): string {
  if (low === null || high === null) return ''
  const [from, to] = [etaText(low), etaText(high)]
  if (from === to) return ''
  return ` (${from.at(-1) === to.at(-1) ? from.slice(0, -1) : from}–${to})`
}

function countsLine(status: BatchStatus, width: number, paint: Paint): string {
  const shown = [
    { word: 'ok', count: status.succeeded, always: true, look: paint.good },
    { word: 'reused', count: status.reused, always: false, look: paint.dim },
    { word: 'running', count: status.running, always: true, look: plain },
    { word: 'retrying', count: status.retrying, always: false, look: paint.warn },
    { word: 'failed', count: status.failed, always: true, look: status.failed > 0 ? paint.bad : plain },
    { word: 'skipped', count: status.skipped, always: false, look: plain },
    { word: 'cancelled', count: status.cancelled, always: false, look: plain },
    { word: 'review', count: status.review, always: false, look: paint.warn },
  ]
  const counts = shown.filter(({ count, always }) => always || count > 0)
  const line = counts.map(({ word, count, look }) => look(`${word} ${formatCount(count)}`)).join('  ')
  const sizes = status.output_bytes > 0 ? `  ${formatBytes(status.input_bytes)} → ${formatBytes(status.output_bytes)}` : ''
  return columns(line) + columns(sizes) <= width ? line + sizes : line
}

/** What a person has changed while it ran. */
function tunedLines({ tuned }: BatchStatus, width: number): readonly string[] {
  if (tuned.length === 0) return []
  const texts = tuned.map((text) => safe(text))
  return [`tuned  ${joinFitting(texts, ' · ', width - 7)}`]
}

function errorLines(status: BatchStatus, width: number, paint: Paint): readonly string[] {
  return status.top_errors.slice(0, mostErrors).map((group) => {
    const head = `✗ ${formatCount(group.count)}× ${safe(group.code, 24)}  `
    const sample = group.sample_ids[0] === undefined ? '' : `  e.g. ${safe(group.sample_ids[0], 30)}`
    const room = width - columns(head) - columns(sample)
    const message = room >= 12 ? safe(group.message, room) : ''
    return paint.bad(`${head}${message}${sample}`)
  })
}

function lastLine({ notice, keys = [], paint }: LiveScreen, width: number): readonly string[] {
  if (notice !== undefined) return [paint.warn(notice)]
  return keys.length === 0 ? [] : [paint.dim(joinFitting(keys, ' · ', width))]
}

/** A line that is too long loses its colours with its end, rather than leave one switched on. */
function cut(line: string, width: number): string {
  return columns(line) <= width ? line : shorten(line.replaceAll(/\u001b\[[\d;]*m/g, ''), width)
}

function plain(text: string): string {
  return text
}
