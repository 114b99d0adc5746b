import { formatCount, threeFigures } from '../../base/format.ts'
import type { Report } from '../json.ts'
import { html, type Markup, nothing, shown } from './markup.ts'
import { table } from './table.ts'

/** What to do next, each with the figures it comes from. */
export function advice({ recommendations }: Report): Markup {
  if (recommendations.length === 0) return nothing
  const entries = recommendations.map(
    ({ advice: text, evidence }) => html`<li>${coded(shown(text))}<span class="evidence">${measured(evidence)}</span></li>`,
  )
  return html`<section aria-labelledby="next"><h2 id="next">What to do next</h2><ol class="advice">${entries}</ol></section>`
}

function measured(evidence: Readonly<Record<string, number | string>>): string {
  const figures = Object.entries(evidence).map(([name, value]) => `${name.replaceAll('_', ' ')} ${figureOf(value)}`)
  return `from: ${figures.join(' · ')}`
}

function figureOf(value: number | string): string {
  return typeof value === 'number' ? threeFigures(value) : shown(value)
}

/** `text in backquotes` as code. */
function coded(text: string): readonly Markup[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}

const columns = [
  { name: 'code' },
  { name: 'count', isNumber: true },
  { name: 'step' },
  { name: 'what happened, and what to do' },
  { name: 'for example' },
]

/** Failures by kind, with samples and the command that runs them again. */
export function errors({ errors: groups, failed_items: failed }: Report): Markup {
  if (groups.length === 0) return nothing
  const rows = groups
    .slice(0, 50)
    .map((group) => [
      html`<code>${shown(group.code)}</code>`,
      formatCount(group.count),
      group.step === null ? '–' : shown(group.step),
      html`${shown(group.message)}${group.fix === null ? nothing : html`<br><span class="soft">${coded(shown(group.fix))}</span>`}<br><code class="command">${shown(group.retry)}</code>`,
      html`${group.sample_ids.slice(0, 3).map((id) => html`<span class="mono">${shown(id)}</span><br>`)}`,
    ])
  const more =
    groups.length > 50 ? html`<p class="soft">${groups.length - 50} further kinds are in the JSON report.</p>` : nothing
  return html`<section aria-labelledby="errors"><h2 id="errors">What failed</h2>${table({ caption: `${formatCount(failed.length)} listed items in ${formatCount(groups.length)} groups, most frequent first`, columns, rows })}${more}</section>`
}
