import type { Report } from '../json.ts'
import { html, type Markup, nothing, shown } from './markup.ts'
import { facts, table } from './table.ts'
import { seconds } from './time.ts'

const columns = [
  { name: 'step' },
  { name: 'try', isNumber: true },
  { name: 'outcome' },
  { name: 'time', isNumber: true },
  { name: 'error' },
]

/** What was made of all results, and what was done once behind the last item. */
export function after({ aggregation, after: tries }: Report): Markup {
  if (aggregation === null && tries.length === 0) return nothing
  const rows = tries.map((one) => [
    shown(one.step),
    String(one.attempt),
    one.outcome,
    seconds(one.seconds),
    one.error === null ? '' : shown(`${one.code}: ${one.error}`),
  ])
  const caption = 'Done once, when no item was pending'
  return html`<section aria-labelledby="after"><h2 id="after">After the items</h2>
${aggregation === null ? nothing : result(aggregation)}${table({ caption, columns, rows })}</section>`
}

function result({ text, fold, file }: NonNullable<Report['aggregation']>): Markup {
  return facts([
    ['Result of all', shown(text ?? JSON.stringify(fold))],
    ['Written to', file === null ? null : shown(file)],
  ])
}
