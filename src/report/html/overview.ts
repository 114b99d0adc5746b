import { formatCount, formatDuration } from '../../base/format.ts'
import { itemsText } from '../counts.ts'
import type { Report } from '../json.ts'
import { html, type Markup, nothing, shown } from './markup.ts'
import { stateMark } from './state.ts'

/** The verdict in one sentence, and counts that add up. */
export function overview({ summary }: Report): Markup {
  const { conservation, success_rate_text: rate } = summary
  return html`<header><p class="eyebrow">${shown(summary.pipeline)} · batch <span class="mono">${shown(summary.batch_id)}</span> · ${summary.started_at}</p>
<h1>${shown(summary.verdict)}</h1><p class="soft">took ${formatDuration(summary.processing_time * 1000)}${rate === null ? '' : `, success rate ${rate}`}${reuse(summary)}</p></header>
<main><section aria-labelledby="counts"><h2 id="counts">Counts</h2>
<ul class="cards">${cards(summary)}</ul>${bar(summary)}
<p class="soft">${sum(conservation)}: ${conservation.holds ? 'the counts add up' : 'the counts do not add up'}.</p>${reasons(summary)}</section>`
}

const states = ['succeeded', 'failed', 'review', 'skipped', 'cancelled', 'pending'] as const

type Summary = Report['summary']

function reuse({ reused, recovered }: Summary): string {
  const kept = reused > 0 ? `, ${formatCount(reused)} with results kept from before` : ''
  return recovered > 0 ? `${kept}, ${formatCount(recovered)} after another try` : kept
}

function cards({ conservation }: Summary): readonly Markup[] {
  const total = html`<li><strong>${formatCount(conservation.items)}</strong><span class="label">items</span></li>`
  const seen = states.filter((state) => conservation[state] > 0)
  return [total, ...seen.map((state) => html`<li><strong>${formatCount(conservation[state])}</strong>${stateMark(state)}</li>`)]
}

function reasons({ skip_reasons: found }: Summary): Markup {
  const entries = Object.entries(found).sort((a, b) => b[1] - a[1])
  if (entries.length === 0) return nothing
  const said = entries.slice(0, 10).map(([reason, count]) => `${formatCount(count)} × ${shown(reason)}`)
  return html`<p class="soft">Skipped: ${said.join('; ')}.</p>`
}

/** The shares as one bar; every share that is not nothing can be seen. */
function bar({ conservation }: Summary): Markup {
  const parts = states.map((state) => ({ state, width: (conservation[state] / Math.max(1, conservation.items)) * 1000 }))
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((before, part) => before + part.width, 0))
  const rects = parts.map(
    ({ state, width }, index) =>
      html`<rect class="${state}" x="${round(starts[index] ?? 0)}" width="${round(width > 0 ? Math.max(3, width) : 0)}" height="12"/>`,
  )
  return html`<svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>`
}

function sum(conservation: Summary['conservation']): string {
  const parts = states.filter((state) => conservation[state] > 0).map((state) => `${formatCount(conservation[state])} ${state}`)
  const from = conservation.parts === 0 ? `${formatCount(conservation.items)} items` : itemsText(conservation)
  return `${from} = ${parts.join(' + ') || '0'}`
}

function round(value: number): string {
  return String(Number(value.toFixed(2)))
}
