/** Keys of the pipeline format that this version of Millrace does not have. They are refused by name, never ignored. */

/** At the top of a pipeline file, a manifest or a config file. */
export const laterTopKeys: ReadonlySet<string> = new Set(
  ('stages aggregation_prompt providers default_model sample ' + 'test_output cleanup status_view report_view mcp engine').split(
    ' ',
  ),
)

/** On a step. */
export const laterStepKeys: ReadonlySet<string> = new Set('prompt agent via depends_on'.split(' '))

/** Tools by the name that stands behind `tool:`. */
export const laterTools: ReadonlySet<string> = new Set(['http', 'template', 'git', 'mcp'])

/** Turned off, such a key asks for nothing. */
export function asksForNothing(value: unknown): boolean {
  return value === undefined || value === null || value === false
}

export function notSupported(what: string): string {
  return `${what} is not supported by this version of Millrace.`
}
