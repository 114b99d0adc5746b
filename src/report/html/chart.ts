/** One curve over time as inline SVG, with the same figures in a table beneath it. */
import { formatDuration } from '../../base/format.ts'
import { html, type Markup, nothing } from './markup.ts'
import { scaleTo } from './scale.ts'
import { table } from './table.ts'

export interface Point {
  readonly atSeconds: number
  /** Null: nothing was measured at this time; the curve has a gap. */
  readonly value: number | null
  readonly limit?: number | null
}

export interface Chart {
  readonly title: string
  /** What a value is called: the head of its column. */
  readonly label: string
  readonly limitLabel?: string
  readonly points: readonly Point[]
  /** Time from one point to the next. */
  readonly intervalSeconds: number
  readonly format: (value: number) => string
  readonly isBytes?: boolean
}

const size = { width: 520, height: 190, left: 64, right: 10, top: 12, bottom: 24 } as const
const plotWidth = size.width - size.left - size.right
const plotHeight = size.height - size.top - size.bottom

/** Empty with fewer than two measured points: a dot is no curve. */
export function chart(given: Chart): Markup {
  const measured = given.points.filter((point) => point.value !== null)
  if (measured.length < 2) return nothing
  const highest = Math.max(...given.points.flatMap(({ value, limit }) => [value ?? 0, limit ?? 0]))
  const values = scaleTo(highest, 4, given.isBytes ? 1024 : 10)
  const lastSeconds = given.points.length * given.intervalSeconds
  const frame = {
    x: (seconds: number) => size.left + (seconds / lastSeconds) * plotWidth,
    y: (value: number) => yOf(value, values.max),
  }
  return html`<figure><figcaption>${given.title}${given.limitLabel === undefined ? '' : ` (dashed: ${given.limitLabel})`}</figcaption>
<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${spoken(given, highest)}">
${values.ticks.map((tick) => valueTick(given.format(tick), frame.y(tick)))}${timeTicks(lastSeconds, frame)}
${runsOf(measured, given.intervalSeconds).map((run) => curve(run, frame))}${limitLine(given, frame)}
${measured.map((point) => hit(point, given, frame))}</svg>${twin(given, measured)}</figure>`
}

interface Frame {
  readonly x: (seconds: number) => number
  readonly y: (value: number) => number
}

function yOf(value: number, max: number): number {
  return size.top + plotHeight * (1 - value / max)
}

function spoken({ title, format, points }: Chart, highest: number): string {
  const values = points.map(({ value }) => value).filter((value) => value !== null)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return `${title}: ${format(mean)} on average, at most ${format(Math.max(...values))}; the axis reaches ${format(highest)}. The figures are in the table below.`
}

function valueTick(label: string, y: number): Markup {
  return html`<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${figure(y)}" y2="${figure(y)}"/><text x="${size.left - 8}" y="${figure(y + 4)}" text-anchor="end">${label}</text>`
}

function timeTicks(lastSeconds: number, { x }: Frame): readonly Markup[] {
  return [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const anchor = share === 0 ? 'start' : share === 1 ? 'end' : 'middle'
    const label = share === 0 ? '0' : formatDuration(share * lastSeconds * 1000)
    return html`<text x="${figure(x(share * lastSeconds))}" y="${size.height - 6}" text-anchor="${anchor}">${label}</text>`
  })
}

/** Neighbouring points; where one is missing a new run begins. */
function runsOf(points: readonly Point[], intervalSeconds: number): readonly (readonly Point[])[] {
  const runs: Point[][] = []
  for (const point of points) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && point.atSeconds - last.atSeconds < intervalSeconds * 1.5) run.push(point)
    else runs.push([point])
  }
  return runs
}

function curve(run: readonly Point[], { x, y }: Frame): Markup {
  const places = run.map(({ atSeconds, value }) => `${figure(x(atSeconds))},${figure(y(value ?? 0))}`)
  const [first, last] = [run[0]?.atSeconds ?? 0, run.at(-1)?.atSeconds ?? 0]
  const base = figure(y(0))
  return html`<path class="area" d="M${figure(x(first))},${base} L${places.join(' ')} L${figure(x(last))},${base} Z"/><polyline class="curve" points="${places.join(' ')}"/>`
}

function limitLine({ points }: Chart, { x, y }: Frame): Markup {
  const limited = points.filter(({ limit }) => limit !== null && limit !== undefined)
  if (limited.length < 2) return nothing
  return html`<polyline class="limit" points="${limited.map(({ atSeconds, limit }) => `${figure(x(atSeconds))},${figure(y(limit ?? 0))}`).join(' ')}"/>`
}

function hit(point: Point, { format, intervalSeconds }: Chart, { x }: Frame): Markup {
  const width = x(intervalSeconds) - x(0)
  const text = `${formatDuration(point.atSeconds * 1000)}: ${format(point.value ?? 0)}`
  return html`<rect class="hit" x="${figure(x(point.atSeconds) - width / 2)}" y="${size.top}" width="${figure(width)}" height="${plotHeight}"><title>${text}</title></rect>`
}

function twin({ title, label, limitLabel, format }: Chart, points: readonly Point[]): Markup {
  const limits = limitLabel === undefined ? [] : [{ name: limitLabel, isNumber: true }]
  const columns = [{ name: 'from', isNumber: true }, { name: label, isNumber: true }, ...limits]
  const rows = points.map(({ atSeconds, value, limit }) => {
    const shared = [formatDuration(atSeconds * 1000), format(value ?? 0)]
    return limitLabel === undefined ? shared : [...shared, limit === null || limit === undefined ? '–' : format(limit)]
  })
  return html`<details><summary>as a table</summary>${table({ caption: title, columns, rows })}</details>`
}

function figure(value: number): string {
  return String(Number(value.toFixed(1)))
}
