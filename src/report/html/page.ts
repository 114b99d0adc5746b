/** The report as one file for a browser: no request to anywhere, no script but the one whose hash it names. */
import { hash } from 'node:crypto'
import { formatCount } from '../../base/format.ts'
import type { ReportItem } from '../item-row.ts'
import type { Report } from '../json.ts'
import { advice, errors } from './advice.ts'
import { after } from './after.ts'
import { items } from './items.ts'
import { html, Markup, shown } from './markup.ts'
import { organization } from './organization.ts'
import { overview } from './overview.ts'
import { glossary, provenance } from './provenance.ts'
import { resources } from './resources.ts'
import { script } from './script.ts'
import { sizes } from './sizes.ts'
import { style } from './style.ts'
import { time } from './time.ts'

const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * Equal reports give equal bytes.
 * @param listed items for the table, failures first; at most 2,000 are shown
 */
export function htmlReport(report: Report, listed: readonly ReportItem[]): string {
  const body = [overview, after, advice, errors, sizes, time, resources, organization].map((section) => section(report))
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>${pageTitle(report)}</title><style>${new Markup(style)}</style></head>
<body>${body}${items(report, listed)}${provenance(report)}${glossary()}
<footer>Written by Millrace as of ${report.timestamp}. The same figures, for programs, are in the JSON report beside this file.</footer>
<script>${new Markup(script)}</script></body></html>
`.text
}

/** The state first: it is what a row of tabs has room for. */
function pageTitle({ summary }: Report): string {
  const { failed, review, pending, state } = summary
  const bad = failed + review
  const status = bad > 0 ? `${formatCount(bad)} failed` : pending > 0 ? state : 'all done'
  return `${status} – ${shown(summary.pipeline)} ${shown(summary.batch_id)}`
}

function hashOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}
