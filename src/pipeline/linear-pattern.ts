/** Regular expressions that a person wrote: matched in time proportional to the text, whatever the pattern. */
import { createRequire } from 'node:module'
import { toError, UsageError } from '../base/errors.ts'

export interface LinearPattern {
  /** True when the pattern is found anywhere in the text. */
  test(text: string): boolean
}

const keep = 200
const compiled = new Map<string, LinearPattern>()
const require = createRequire(import.meta.url)

/** Compiles a pattern (RE2 syntax) or takes it from the last 200. Throws UsageError for one that cannot be read. */
export function linearPattern(pattern: string): LinearPattern {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const made = compile(pattern)
  const [oldest] = compiled.keys()
  if (compiled.size >= keep && oldest !== undefined) compiled.delete(oldest)
  compiled.set(pattern, made)
  return made
}

function compile(pattern: string): LinearPattern {
  // Loaded when the first pattern needs it: most batches have none, and it costs 18 ms.
  const { RE2JS } = require('re2js') as typeof import('re2js')
  try {
    const expression = RE2JS.compile(RE2JS.translateRegExp(pattern))
    return { test: (text) => expression.matcher(text).find() }
  } catch (thrown) {
    throw new UsageError('PATTERN_SYNTAX', `Cannot read the pattern ${JSON.stringify(pattern)}: ${toError(thrown).message}.`, {
      cause: thrown,
      fix: 'Patterns are written in RE2 syntax, which has no look-around and no back-references.',
    })
  }
}
