import { formatBytes } from '../../base/format.ts'
import type { Report } from '../json.ts'
import { html, type Markup, shown } from './markup.ts'
import { facts, table } from './table.ts'
import { seconds } from './time.ts'

/** What produced these results, where, and in how many sessions. */
export function provenance({ summary, resources }: Report): Markup {
  const { provenance: from } = summary
  const tools = Object.entries(from.tools).map(([name, version]) => `${name} ${version}`)
  const code = (text: string) => html`<code>${text}</code>`
  return html`<section aria-labelledby="provenance"><h2 id="provenance">Provenance</h2>
${facts([
  ['Pipeline', shown(summary.pipeline)],
  ['Batch', shown(summary.batch_id)],
  ['Started, ended', `${summary.started_at}, ${summary.ended_at ?? 'not yet'}`],
  ['Definition, sha256', code(from.definition_sha256)],
  ['Modules and schemas, sha256', code(from.code_sha256)],
  ['Mode', from.mode],
  ['Workers asked for', from.workers === null ? null : String(from.workers)],
  ['Millrace, Node', from.millrace === null ? null : `${from.millrace}, ${from.node}`],
  ['Platform', from.platform],
  ['Tools', tools.length === 0 ? null : shown(tools.join(', '))],
])}${sessions(resources.sessions)}</section>`
}

const columns = [
  { name: 'session' },
  { name: 'host' },
  { name: 'started' },
  { name: 'ended' },
  { name: 'CPU', isNumber: true },
  { name: 'peak memory', isNumber: true },
]

function sessions(held: Report['resources']['sessions']): Markup {
  const rows = held.map((session) => [
    String(session.session),
    shown(session.host),
    session.started_at,
    session.ended_at ?? 'no end was written',
    seconds(session.cpu_seconds),
    formatBytes(session.peak_bytes),
  ])
  return html`<h3>Sessions</h3>${table({ caption: 'Every process that worked on this batch', columns, rows })}`
}

const words = [
  ['Item', 'One unit of input, for example one file.'],
  ['Attempt', 'One try of one step on one item.'],
  ['Reused', 'Succeeded with results that were kept from an earlier run and still hold.'],
  ['Review', 'It may or may not have happened, and must not happen twice: a person decides.'],
  ['Skipped', 'Left out on purpose, with the reason.'],
  ['Percentiles', 'p95 = 2 s: 95 of 100 took at most 2 s. Taken from a histogram, off by at most 1 %.'],
  ['Wall time with a process', 'What lies between an interruption and a resume does not count.'],
] as const

export function glossary(): Markup {
  return html`<section aria-labelledby="words"><h2 id="words">Words</h2>${facts(words)}</section></main>`
}
