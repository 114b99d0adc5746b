import { formatBytes, formatCount } from '../../base/format.ts'
import type { ReportItem } from '../item-row.ts'
import type { Report } from '../json.ts'
import { html, type Markup, nothing, shown } from './markup.ts'
import { stateMark } from './state.ts'
import { seconds } from './time.ts'

const mostRows = 2_000
/** The whole page stays below 5 MB however long names and messages are. */
const mostCharacters = 3_500_000

/** The items, failures first, with a box that filters them. Everything is in items.jsonl beside the report. */
export function items(report: Report, listed: readonly ReportItem[]): Markup {
  const steps = new Map(report.failed_items.map(({ id, step }) => [id, step ?? '']))
  const rows = fitting(listed.slice(0, mostRows).map((item) => row(item, steps.get(item.id) ?? '')))
  if (rows.length === 0) return nothing
  const total = report.summary.total_files
  const left = total > rows.length ? ` The other ${formatCount(total - rows.length)} are in items.jsonl.` : ''
  return html`<section class="items" aria-labelledby="items-head"><h2 id="items-head">Items</h2>
<div class="filter" hidden><label for="filter">Filter</label><input id="filter" type="search" autocomplete="off" placeholder="status:failed code:timeout stage:convert -draft"><span id="shown" role="status"></span></div>
<div class="scroll"><table id="items"><caption>${formatCount(rows.length)} of ${formatCount(total)} items, failures first.${left}</caption>
<thead><tr><th scope="col">item</th><th scope="col">state</th><th scope="col">why</th><th scope="col" class="number">attempts</th><th scope="col" class="number">time</th><th scope="col" class="number">before</th><th scope="col" class="number">after</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`
}

function row(item: ReportItem, step: string): Markup {
  const why = [item.code, item.reason].filter((part) => part !== null).join(': ')
  return html`<tr data-state="${item.state}" data-code="${shown(item.code ?? '')}" data-stage="${shown(step)}"><th scope="row" class="text mono">${shown(item.id)}</th><td>${stateMark(item.state)}</td><td class="text">${shown(why)}</td><td class="number">${item.attempts}</td><td class="number">${seconds(item.seconds)}</td><td class="number">${formatBytes(item.input_bytes)}</td><td class="number">${formatBytes(item.output_bytes)}</td></tr>
`
}

function fitting(rows: readonly Markup[]): readonly Markup[] {
  let characters = 0
  const tooMany = rows.findIndex((each) => {
    characters += each.text.length
    return characters > mostCharacters
  })
  return tooMany < 0 ? rows : rows.slice(0, tooMany)
}
