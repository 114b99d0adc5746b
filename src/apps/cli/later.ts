/** Commands and flags that people may expect and that this version does not have: said plainly, with what to use instead. */
interface Absence {
  readonly what: string
  readonly fix?: string
}

const absences: Readonly<Record<string, Absence>> = {
  plan: { what: 'Estimating cost and time before a run', fix: 'See what would be done with `millrace run --dry-run`.' },
  ui: { what: 'The dashboard', fix: 'Follow a batch with `millrace status --follow`.' },
  mcp: { what: 'The MCP server' },
  worker: { what: 'Running on several machines' },
  merge: { what: 'Running on several machines' },
}

export interface AbsenceText {
  readonly message: string
  readonly fix?: string | undefined
}

export function absence(name: string): AbsenceText | undefined {
  const known = Object.hasOwn(absences, name) ? absences[name] : undefined
  return known && { message: `${known.what} (\`${name}\`) is not part of this version of Millrace.`, fix: known.fix }
}
