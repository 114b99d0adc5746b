import type { ItemState } from '../../pipeline/outcome.ts'
import { html, type Markup } from './markup.ts'

const glyphs: Readonly<Record<ItemState | 'pending', string>> = {
  succeeded: '✓',
  failed: '✗',
  review: '?',
  skipped: '–',
  cancelled: '⊘',
  pending: '…',
  blocked: '…',
  ready: '…',
  running: '…',
  waiting: '…',
}

/** A state by sign, word and colour: the colour never speaks alone. */
export function stateMark(state: ItemState | 'pending'): Markup {
  return html`<span class="state ${state}"><span aria-hidden="true">${glyphs[state]}</span> ${state}</span>`
}
