import { formatBytes, threeFigures } from '../../base/format.ts'
import type { ReportItem } from '../item-row.ts'
import type { Report } from '../json.ts'
import { html, type Markup, nothing, shown } from './markup.ts'
import { facts, table } from './table.ts'

/** Sizes before and after, and the items that grew and shrank most. */
export function sizes({ space_usage: space }: Report): Markup {
  if (space.before_total === 0 && space.after_total === 0) return nothing
  const ratio = space.compression_ratio_text
  return html`<section aria-labelledby="sizes"><h2 id="sizes">Sizes</h2>
${facts([
  ['Total size', html`<strong>${space.before_total_text} → ${space.after_total_text}</strong>`],
  ['Ratio', ratio],
  ['Inputs of all items', space.all_inputs_total_text],
])}${comparison('Grew most', space.biggest_growth)}${comparison('Shrank most', space.biggest_savings)}</section>`
}

const columns = [
  { name: 'item' },
  { name: 'before', isNumber: true },
  { name: 'after', isNumber: true },
  { name: 'ratio', isNumber: true },
]

function comparison(caption: string, items: readonly ReportItem[]): Markup {
  const rows = items
    .slice(0, 5)
    .map((item) => [
      html`<span class="mono">${shown(item.id)}</span>`,
      formatBytes(item.input_bytes),
      formatBytes(item.output_bytes),
      `${threeFigures(item.output_bytes / item.input_bytes)} ×`,
    ])
  return rows.length === 0 ? nothing : html`<h3>${caption}</h3>${table({ caption: 'By the difference in bytes', columns, rows })}`
}
