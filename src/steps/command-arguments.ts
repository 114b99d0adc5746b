/** Placeholders in an argument list: each argument stays one argument, and no value from data turns into an option. */
import { PermanentError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { asText } from '../pipeline/filters.ts'
import { fill, type Placeholder, placeholdersIn } from '../pipeline/placeholders.ts'

/** Names whose values are paths: a leading hyphen is hidden behind `./`, which means the same file. */
const pathNames = new Set(['path', 'relative_path', 'filename', 'basename', 'stem', 'dir', 'output_path'])

/** Names that only the owner of the pipeline sets. */
const trustedNames = new Set(['config', 'batch_id', 'attempt'])

/**
 * The arguments with their values. A value from data that stands alone as an argument and begins with `-` would be read
 * as an option: a path gets `./` before it, anything else is refused unless `--` stands before it.
 */
export function fillArguments(templates: readonly string[], names: JsonObject): readonly string[] {
  return templates.map((template, index) => {
    const text = asText(fill(template, names))
    if (!text.startsWith('-') || template.startsWith('-')) return text
    return safeStart(text, { template, before: templates.slice(0, index) })
  })
}

interface Argument {
  readonly template: string
  readonly before: readonly string[]
}

function safeStart(text: string, { template, before }: Argument): string {
  const first = placeholdersIn(template).find(({ offset }) => offset === 0)
  if (first === undefined || isTrusted(first) || before.includes('--') || /^-\d+(\.\d+)?$/.test(text)) return text
  if (pathNames.has(first.path[0] ?? '')) return `./${text}`
  throw new PermanentError(
    'ARGUMENT_OPTION',
    `The argument ${first.text} has the value ${JSON.stringify(text.slice(0, 60))}, which the program would read as an option`,
    {
      fix: 'Put "--" before it where the program understands that, or join it to its option: "--title={…}".',
    },
  )
}

function isTrusted({ path }: Placeholder): boolean {
  return trustedNames.has(path[0] ?? '')
}

/** True when `name` stands in a placeholder of one of the texts. */
export function uses(texts: readonly string[], name: string): boolean {
  return texts.some((text) => placeholdersIn(text).some(({ path }) => path[0] === name))
}
