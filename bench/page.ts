/** docs/performance.md, written from what bench/run.ts has measured: no figure on it was typed by a person. */
import type { BenchRow } from './rows.ts'
import { isMet } from './rows.ts'

export interface Measured {
  /** ISO time. */
  readonly at: string
  readonly machine: Readonly<Record<string, string | number>>
  readonly rows: readonly BenchRow[]
}

/** What each benchmark is about, in the order of the page. */
const sections: Readonly<Record<string, string>> = {
  'no-op':
    'Items that do nothing, through the durable engine: what Millrace itself costs. The floor is a loop over `node:sqlite` that writes as many rows, synced as often as it can afford.',
  spawn:
    'One program per item (`/bin/true`), from the start of the command to its end, as many at once as the machine has cores.',
  avif: 'AVIF to PNG with verification, against GNU parallel with ffmpeg.',
  start: 'From the start of the command to the start of the first item’s program.',
  scale: 'Items of 2 KiB through three steps, one in twenty failing, killed once in the middle and resumed.',
  resume: 'Almost everything is done: how soon is the rest?',
  ledger: 'The ledger alone, without an engine around it.',
}

export function performancePage(measured: Readonly<Record<string, Measured>>): string {
  const parts = Object.keys(sections).flatMap((name) => {
    const found = measured[name]
    return found === undefined ? [] : [section(name, found)]
  })
  return `# How fast it is

<!-- Written by \`npm run bench -- --page\` from what was measured. Measure again in place of changing it. -->

Every figure comes from a file in \`bench/\`, and peers and floors were measured in the same run on the same machine.
\`npm run bench\` measures all of it again; \`npm run bench -- NAME\` one part.

${parts.join('\n')}`
}

function section(name: string, { at, machine, rows }: Measured): string {
  const facts = `${machine['cores']} cores of ${machine['cpu']}, ${machine['memoryGiB']} GiB, ${machine['system']}, Node ${machine['node']}`
  const lines = rows.map((row) => `| ${row.what} | ${row.value.toLocaleString('en')} ${row.unit} | ${goalText(row)} |`)
  return `## ${name}

${sections[name]}

| what | measured | goal |
| --- | ---: | --- |
${lines.join('\n')}

\`bench/${name}.ts\`, ${at.slice(0, 10)}, ${facts}.
`
}

function goalText(row: BenchRow): string {
  if (row.goal === undefined) return ''
  return `${row.goal} ${isMet(row) ? '✔' : '✗'}`
}
